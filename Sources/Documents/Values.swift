import Templating

extension Record {
    /// A record of values; messages list the names in alphabetical order.
    init(_ values: [String: Value]) {
        self.init(names: values.keys.sorted()) { values[$0] }
    }

    /// This record, and for the names that it does not have another one.
    func over(_ other: Record) -> Record {
        Record(names: names + other.names) { self[$0] ?? other[$0] }
    }
}

extension Value {
    /// What this incident says nothing of: a section over it is left out.
    static var absent: Value { .missing(reason: "the incident says nothing of it") }
}
