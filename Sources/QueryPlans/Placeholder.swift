// QueryPlans
