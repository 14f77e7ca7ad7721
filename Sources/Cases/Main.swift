import Casebook
import ConnectionSpike

@main struct Cases: CaseList { static let incidents = [ConnectionSpike.incident] }
