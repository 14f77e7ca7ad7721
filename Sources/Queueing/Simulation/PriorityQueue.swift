/// A binary heap of items by a time; of equal times, the one that was added first comes first.
struct PriorityQueue<Item> {
    private struct Entry {
        let time: Double
        let order: Int
        let item: Item

        func precedes(_ other: Entry) -> Bool {
            time < other.time || (time == other.time && order < other.order)
        }
    }

    private var entries: [Entry] = []
    private var added = 0

    /// The earliest time, and its item.
    var first: (time: Double, item: Item)? { entries.first.map { ($0.time, $0.item) } }

    mutating func add(_ item: Item, at time: Double) {
        let entry = Entry(time: time, order: added, item: item)
        added += 1
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[index] = entries[parent]
            index = parent
        }
        entries[index] = entry
    }

    mutating func removeFirst() {
        guard let moved = entries.popLast(), !entries.isEmpty else { return }
        var index = 0
        let count = entries.count
        while true {
            var child = 2 * index + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(moved) else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = moved
    }
}
