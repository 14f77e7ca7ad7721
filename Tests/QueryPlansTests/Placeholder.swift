// QueryPlansTests
