"""Campaigns: definitions, what they yield in a year, and the difference from what is stored."""
