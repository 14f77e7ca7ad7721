import Casebook

@main struct Cases: CaseList { static let incidents: [any Incident] = [ConnectionSpike()] }
