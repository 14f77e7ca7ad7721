// Casebook
