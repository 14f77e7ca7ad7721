import Evidence

/// The answer of `casebook capacity` as one object; times in seconds, rates per second.
enum CapacityJSON {
    static func write(_ answer: CapacityAnswer, to json: inout JSONBuffer) {
        json.object { json in
            func member(_ name: StaticString, _ value: Double) {
                json.key(name)
                json.value(value)
            }
            member("utilisation", answer.utilisation)
            member("throughputCeiling", answer.throughputCeiling)
            switch answer.steadyState {
            case .open(let queue, let waitPercentile, let responsePercentile):
                member("waitProbability", queue.waitingProbability)
                member("meanWait", queue.meanWait)
                member("meanResponse", queue.meanResponseTime)
                member("waitPercentile", waitPercentile)
                member("responsePercentile", responsePercentile)
            case .bounded(let queue):
                member("refusalProbability", queue.refusalProbability)
                member("meanInSystem", queue.meanInSystem)
            case .none: break
            }
            if let seconds = answer.secondsToExhaustion { member("secondsToExhaustion", seconds) }
        }
        json.newline()
    }
}
