"""People referred, from the GP to the health link worker, to the group, and the answer back.

The referral, the caseload, the action plan, onward links and feedback (A2 to A4, A8.4, A10.1 to A10.3).
"""
