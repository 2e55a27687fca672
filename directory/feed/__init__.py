"""The open feed: what the directory publishes, in the shapes that others read.

Published listings in, plain tables out. No database and no web here: `directory.queries` reads,
`directory.views` answers. Open Referral UK 3.0 is `v3`, 1.0 is `v1`.
"""
