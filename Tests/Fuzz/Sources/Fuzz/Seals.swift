import Captures
import Diagnostics
import Seals

/// A seal either says what is wrong with it, with places, or is byte for byte what it is written as.
func seals(_ bytes: [UInt8]) {
    let file = SourceFile(path: "capture", bytes: bytes)
    do throws(Diagnostics) {
        let seal = try Seal(file)
        require(seal.text == bytes, "a seal that holds more than it says")
        for file in seal.files {
            require(!file.path.split(separator: "/").contains(".."), "a path that climbs")
            require(file.blocks.checksums.count <= 256, "more blocks than a file has")
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}

/// A file as it was and as it is now, told apart by the first byte: the place that is told holds the change.
func changes(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let sealed = Array(rest.prefix(rest.count * Int(first) / 255))
    let present = Array(rest.dropFirst(sealed.count))
    guard sealed != present else { return }
    do throws(Diagnostic) {
        let difference = try SealedFile(path: "capture", sealing: sealed).difference(from: present)
        let actual = zip(sealed, present).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        require(
            difference.first.contains(actual ?? min(sealed.count, present.count)),
            "the change is not where it is told"
        )
        _ = difference.text
    } catch {
        require(false, error.text)
    }
}
