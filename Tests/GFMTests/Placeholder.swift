// GFMTests
