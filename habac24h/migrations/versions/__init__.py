"""One file per step of the schema, never edited after a release."""
