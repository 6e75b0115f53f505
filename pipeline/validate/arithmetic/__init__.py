"""The pay arithmetic: factors, rules and identities found from a table, and the checks they carry."""
