import Diagnostics
import Evidence
import Metrics
import Quantities

/// Every point of a series is a number at a time; a column without numbers is a series without points.
func metrics(_ bytes: [UInt8]) {
    guard let file = text(bytes) else { return }
    _ = MetricCapture.recognises(file)
    do throws(Diagnostics) {
        for zone in [nil, TimeZoneOffset.utc] {
            for series in try parseMetrics(in: file, zone: zone).series {
                require((series.firstTime == nil) == (series.pointCount == 0), "points without a time")
                _ = (series.name, series.extent?.least, series.firstTime, series.span.line)
            }
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}

/// What gzip unpacks is never more than was allowed, and what is damaged is refused.
func gzip(_ bytes: [UInt8]) {
    do throws(Diagnostic) {
        let unpacked = try decompressed(bytes, path: "capture.gz", limit: 1 << 16)
        require(!isGzip(bytes) || unpacked.count <= 1 << 16, "more than was allowed")
    } catch {
        _ = error.text
    }
}
