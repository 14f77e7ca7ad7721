import Casebook

@main struct PostMortems: CaseList { static let incidents: [any Incident] = [FullDisk()] }
