// IncidentsTests
