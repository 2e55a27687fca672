"""What may be done with referrals, and by whom (A12). Commissioners may do none of it, ever."""

from kernel.access import Role, permission

REFER = permission(
    "referrals:refer",
    "Refer a patient of your practice to its health link worker",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
)
FOLLOW = permission(
    "referrals:follow",
    "See what became of the referrals of your practice",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
)
ARRANGE_PRACTICE = permission(
    "referrals:arrange_practice",
    "Keep the page of your practice: who is trained, the reporting agreement, sharing",
    Role.PRACTICE_MANAGER,
)
TAKE_CALL = permission(
    "referrals:take_call",
    "Write down a referral for a practice that rings",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
WORK = permission(
    "referrals:work",
    "Work with the people of your own caseload",
    Role.LINK_WORKER,
)
OVERSEE = permission(
    "referrals:oversee",
    "See the inbox and every case of your lead NTP, and give cases to link workers",
    Role.LEAD_MANAGER,
)
MAKE_SAFE = permission(
    "referrals:make_safe",
    "Write down how it was made sure that somebody is safe: of your own cases, or as manager while no link "
    "worker has the case or can open it",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
SEE_CASE = permission(
    "referrals:see_case",
    "Open a case: your own as a link worker, any of your lead NTP as its manager",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
NAME_WORKERS = permission(
    "referrals:name_workers",
    "Name the health link workers of a practice",
    Role.LEAD_MANAGER,
)
SEE_PHOTOGRAPH = permission(
    "referrals:see_photograph",
    "See the photograph of a link worker: of your own lead NTP, or named for your practice",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
PUT_DETAILS_RIGHT = permission(
    "referrals:put_details_right",
    "Put the details of a person right: of your own cases, or as manager of any of your lead NTP",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
SIGNPOST = permission(
    "referrals:signpost",
    "Count somebody who needed no more than the directory",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
RAISE_CONCERN = permission(
    "referrals:raise_concern",
    "Raise a safeguarding concern about a person of your caseload, and read your own",
    Role.LINK_WORKER,
)
ANSWER_CONCERN = permission(
    "referrals:answer_concern",
    "Read, answer and close safeguarding concerns, when you are the named lead of your lead NTP",
    Role.SAFEGUARDING_LEAD,
)
READ_CONCERNS = permission(
    "referrals:read_concerns",
    "Open the list of safeguarding concerns: your own, or all as the named lead",
    Role.LINK_WORKER,
    Role.SAFEGUARDING_LEAD,
)
READ_ISSUES = permission(
    "referrals:read_issues",
    "Read issues that the work brought up: your own, your lead NTP's, or those passed on to you",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.STEERING_MEMBER,
)
COMPARE_PRACTICES = permission(
    "referrals:compare_practices",
    "See how practices refer: what is published of your area, unless you belong to a practice; or those that "
    "refer to your lead NTP",
    Role.LEAD_MANAGER,
    Role.STEERING_MEMBER,
)
ACKNOWLEDGE = permission(
    "referrals:acknowledge",
    "Say that a report about a patient has reached your practice",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
)
CONNECT = permission(
    "referrals:connect",
    "Make and take back the key by which your practice's own system sends referrals",
    Role.PRACTICE_MANAGER,
)
FIND_PERSON = permission(
    "referrals:find_person",
    "Find somebody by their exact number, or name and date of birth, at your own lead NTP",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.PRIVACY_OFFICER,
)
OPEN_ANYWAY = permission(
    "referrals:open_anyway",
    "Read a colleague's case for twelve hours, with a reason that the managers and its link worker see",
    Role.LINK_WORKER,
)
SEE_WHO_LOOKED = permission(
    "referrals:see_who_looked",
    "See who looked at somebody's record, and print it for them",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.PRIVACY_OFFICER,
)
TAKE_BACK_CONSENT = permission(
    "referrals:take_back_consent",
    "Record that somebody took back a yes",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.PRIVACY_OFFICER,
)
FILE_REQUEST = permission(
    "referrals:file_request",
    "Write down what somebody asks about their own record",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.PRIVACY_OFFICER,
)
ANSWER_REQUEST = permission(
    "referrals:answer_request",
    "Answer requests: copy, correct, hold, erase or refuse",
    Role.PRIVACY_OFFICER,
)
REVIEW_PARTS = permission(
    "referrals:review_parts",
    "Read parts of a record that name others, and let them go out; safeguarding: its lead alone",
    Role.PRIVACY_OFFICER,
    Role.SAFEGUARDING_LEAD,
)
KEEP_SCHEDULE = permission(
    "referrals:keep_schedule",
    "See whose record is over its time, and sign that it is erased",
    Role.PRIVACY_OFFICER,
)
