import Diagnostics
import Evidence
import Seals

/// A seal either says what is wrong with it, with places, or is byte for byte what it is written as, in the present format.
func seals(_ bytes: [UInt8]) {
    let file = SourceFile(path: "capture", bytes: bytes)
    do throws(Diagnostics) {
        let seal = try Seal(file)
        let isFormer = bytes.starts(with: "# casebook seal 1\n".utf8)
        require(isFormer || seal.text == bytes, "a seal that holds more than it says")
        for file in seal.files {
            require(!file.path.split(separator: "/").contains(".."), "a path that climbs")
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}
