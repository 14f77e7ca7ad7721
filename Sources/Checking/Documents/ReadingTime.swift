import Diagnostics
import Documents
import GFM
import Incidents
import Quantities

extension Document {
    /// The finding that it takes longer to read than the incident promises; nil where it keeps the promise.
    var lengthFinding: Diagnostic? {
        guard let artifact, artifact.timeNeeded.isReading,
            readingMinutes > Double(artifact.timeNeeded.minutes)
        else { return nil }
        let allowed = decimal(Double(artifact.timeNeeded.minutes) * wordsPerMinute, decimals: 0)
        return Diagnostic(
            .document(.tooLong),
            "“\(title)” has \(content.wordCount) words; in \(artifact.timeNeeded.minutes) min one reads \(allowed)",
            at: Place(path: "\(TemplateSet.folder)/\(template).md"),
            help: "Shorten the document, or promise its readers more time in the incident's artifacts.")
    }
}
