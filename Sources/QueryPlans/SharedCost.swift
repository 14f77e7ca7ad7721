import Diagnostics

/// Time and blocks inside a node's figures that another part of the plan used, and that is listed apart.
///
/// A child's share is taken out of its parent's figures; an InitPlan and a WITH query run elsewhere
/// than where EXPLAIN lists them, so theirs are taken out where they ran.
enum SharedCost: Sendable {
    /// An InitPlan that ran inside the node.
    case whole(Int)
    /// A WITH query that ran piecemeal inside the CTE Scans that read it, of which the node is one.
    case share(of: Int, scans: [Int])

    /// What to take out of which node.
    static func all(in parts: PlanParts, of file: SourceFile) -> [Int: [SharedCost]] {
        guard parts.nodes.contains(where: { $0.role == .initPlan || $0.role == .commonTableExpression })
        else { return [:] }
        let finder = SharedCostFinder(parts: parts, file: file)
        var found: [Int: [SharedCost]] = [:]
        for (id, node) in parts.nodes.enumerated() where !node.figures.neverExecuted {
            switch node.role {
            case .initPlan:
                if let consumer = finder.consumer(of: id) { found[consumer, default: []].append(.whole(id)) }
            case .commonTableExpression:
                let scans = finder.scans(of: id)
                for scan in scans { found[scan, default: []].append(.share(of: id, scans: scans)) }
            case .root, .input, .subPlan: break
            }
        }
        return found
    }
}

private struct SharedCostFinder {
    let parts: PlanParts
    let file: SourceFile

    // MARK: InitPlans

    /// The node inside which an InitPlan ran: the first, in the order of execution, that mentions its value.
    ///
    /// Children run before their parents, but for a One-Time Filter, which is asked first. Below a Gather
    /// the value is computed by the leader when it starts the workers. Where no mention is printed, the
    /// node under which it is listed is taken.
    func consumer(of initPlan: Int) -> Int? {
        guard let owner = parts.nodes[initPlan].parentID else { return nil }
        let own = subtree(initPlan)
        let needed = time(initPlan) * 0.999 - 0.001
        let candidates = executionOrder(from: owner).filter { id in
            !own.contains(id) && !parts.nodes[id].figures.neverExecuted && time(id) >= needed
                && mentions(id, initPlan, only: nil)
        }
        let first =
            candidates.first { mentions($0, initPlan, only: ["One-Time Filter", "Params Evaluated"]) }
            ?? candidates.first ?? owner
        return highestGather(above: first, upTo: owner) ?? pruningAppend(above: first, initPlan) ?? first
    }

    /// The Append that asked for the value itself, to rule out some of its inputs: one that mentions the
    /// value was never executed though another was.
    private func pruningAppend(above node: Int, _ initPlan: Int) -> Int? {
        guard let parent = parts.nodes[node].parentID,
            ["Append", "Merge Append"].contains(parts.nodes[parent].title.type)
        else { return nil }
        let isPruned = parts.children(of: parent).contains {
            parts.nodes[$0].figures.neverExecuted && mentions($0, initPlan, only: nil)
        }
        return isPruned ? parent : nil
    }

    private func subtree(_ id: Int) -> Range<Int> {
        var end = id + 1
        while end < parts.nodes.count, parts.nodes[end].depth > parts.nodes[id].depth { end += 1 }
        return id..<end
    }

    private func executionOrder(from id: Int) -> [Int] {
        parts.children(of: id).flatMap(executionOrder) + [id]
    }

    private func time(_ id: Int) -> Double {
        let figures = parts.nodes[id].figures
        return figures.totalTime.isPrinted ? figures.totalTime.value * figures.loops.value : 0
    }

    private func highestGather(above node: Int, upTo owner: Int) -> Int? {
        var found: Int?
        var current = node
        while current != owner, let parent = parts.nodes[current].parentID {
            current = parent
            let type = parts.nodes[current].title.type
            if type == "Gather" || type == "Gather Merge" { found = current }
        }
        return found
    }

    private func mentions(_ id: Int, _ initPlan: Int, only names: [String]?) -> Bool {
        let node = parts.nodes[id]
        let wanted = parameters(of: initPlan)
        return parts.properties[Int(node.firstProperty)..<Int(node.lastProperty)].contains { property in
            if let names, !names.contains(property.name) { return false }
            return wanted.contains { mentions($0, in: property.value.range) }
        }
    }

    /// `$0` of `InitPlan 1 (returns $0)` up to PostgreSQL 16; `(InitPlan 1).` from 17 on.
    private func parameters(of initPlan: Int) -> [[UInt8]] {
        let name = Array(file.text(parts.nodes[initPlan].subplanName).utf8)
        guard let mark = name.firstIndex(of: UInt8(ascii: "$")) else {
            return [[UInt8(ascii: "(")] + name + Array(").".utf8)]
        }
        return name[mark...].split(separator: UInt8(ascii: ",")).map { part in
            [UInt8(ascii: "$")] + part.filter { $0 >= 0x30 && $0 <= 0x39 }
        }
    }

    private func mentions(_ parameter: [UInt8], in range: Range<Int>) -> Bool {
        let bytes = file.bytes
        guard range.count >= parameter.count else { return false }
        for start in range.lowerBound...range.upperBound - parameter.count
        where bytes[start] == parameter[0]
            && bytes[start..<start + parameter.count].elementsEqual(parameter)
        {
            let after = start + parameter.count
            let goesOn = after < range.upperBound && bytes[after] >= 0x30 && bytes[after] <= 0x39
            if parameter[0] != UInt8(ascii: "$") || !goesOn { return true }
        }
        return false
    }

    // MARK: WITH queries

    /// The CTE Scans that read a WITH query and ran.
    func scans(of commonTable: Int) -> [Int] {
        parts.nodes.indices.filter { id in
            let node = parts.nodes[id]
            return node.title.type == "CTE Scan" && !node.figures.neverExecuted
                && definition(for: id) == commonTable
        }
    }

    /// The innermost WITH query of that name, seen from a scan.
    private func definition(for scan: Int) -> Int? {
        let name = file.text(parts.nodes[scan].commonTable)
        var current: Int? = scan
        while let id = current {
            for child in parts.children(of: id) where isDefinition(child, of: name) { return child }
            current = parts.nodes[id].parentID
        }
        return parts.nodes.indices.first { isDefinition($0, of: name) }
    }

    private func isDefinition(_ id: Int, of name: String) -> Bool {
        parts.nodes[id].role == .commonTableExpression
            && file.text(parts.nodes[id].subplanName) == "CTE \(name)"
    }
}
