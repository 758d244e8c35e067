"""What the station knows and uses: records, doors, the store, configuration."""
