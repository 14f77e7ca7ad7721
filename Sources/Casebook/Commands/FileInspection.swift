import Diagnostics
import Evidence
import Inspection
import QueryPlans
import ServerLogs

extension CaptureFinder {
    /// Reads a file, `-` being standard input; what cannot be read whole gives no captures but its problems.
    func inspect(_ path: String) -> InspectedFile {
        do throws(Diagnostics) {
            if let log = try largeLog(path) {
                return InspectedFile(path: path, captures: [.log(log)] + log.plans.map(InspectedCapture.plan))
            }
            let file: SourceFile
            do throws(Diagnostic) {
                file = try textFile(path: path, bytes: try InputFile.bytes(of: path))
            } catch {
                throw Diagnostics(error)
            }
            return InspectedFile(path: path, captures: try captures(in: file))
        } catch {
            return InspectedFile(path: path, problems: error.all)
        }
    }

    /// The server log at a path, where it is too large to be read as a whole; nil where it is anything else.
    private func largeLog(_ path: String) throws(Diagnostics) -> InspectedLog? {
        guard path != "-", let size = fileSize(path), size > Self.largest else { return nil }
        let beginning = try FileChunks(path).next()
        guard let beginning, let end = beginning.lastIndex(of: 0x0A),
            ServerLogFile.isServerLog(SourceFile(path: path, bytes: Array(beginning[...end])))
        else { return nil }
        let chunks = try FileChunks(path)
        return try InspectedLog(path: path, prefix: logLinePrefix, zone: zone) {
            () throws(Diagnostics) in try chunks.next()
        }
    }

    /// Up to how many bytes a log is read as a whole.
    private static var largest: Int { 16 << 20 }
}
