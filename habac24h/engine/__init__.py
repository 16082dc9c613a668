"""The publishing engine: plain functions over (database, page, clock), one pass at a time.

The rows are the schedule. A pass looks at the page, settles what is in doubt, takes back what is
no longer wanted, sees what became public and hands over what is approved and near enough. Each act
is claimed in the database before its first byte leaves, and recorded under the same fence.
"""
