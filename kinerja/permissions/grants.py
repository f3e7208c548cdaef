"""The permissions, and the table of what each role carries."""

from enum import StrEnum

from kinerja.permissions.roles import Role


class Permission(StrEnum):
    """One kind of act on one kind of thing: `resource:action`."""

    HOME = "home:view"
    OWN_ACCOUNT = "account:own"
    OWN_DATA = "personal-data:own"
    OWN_NOTICES = "notice:own"
    ASK_CORRECTION = "correction:own"
    REMIND = "reminder:send"
    VIEW_RULEBOOK = "rulebook:view"
    ASSESS_OWN = "assessment:own"
    VERIFY = "assessment:verify"
    VIEW_RESULTS = "competency-result:view"
    KEEP_RECORDS = "record:keep"
    RATE_PEERS = "peer:rate"
    MODERATE_PEERS = "peer-comment:moderate"
    ISSUE_DOCUMENTS = "document:issue"
    WITHDRAW_DOCUMENTS = "document:withdraw"
    VIEW_PROGRESS = "progress:view"
    FIND_MENTORS = "mentor:find"
    VIEW_CALIBRATION = "calibration:view"
    VIEW_NEEDS_ANALYSIS = "needs-analysis:view"
    LIST_NEEDS = "needs-analysis:list"
    CALIBRATE = "calibration:run"
    COUNT_TALENT = "talent:count"
    VIEW_TALENT = "talent:view"
    KEEP_PREDICATES = "predicate:keep"
    VIEW_MAP = "competency-map:view"
    EDIT_STANDARDS = "standard:edit"
    RUN_CYCLES = "cycle:run"
    VIEW_DICTIONARY = "dictionary:view"
    VIEW_STAFF = "employee:view"
    EDIT_STAFF = "employee:edit"
    IMPORT_STAFF = "employee:import"
    HANDLE_CORRECTIONS = "correction:handle"
    VIEW_UNITS = "unit:view"
    EDIT_UNITS = "unit:edit"
    MANAGE_ACCOUNTS = "account:manage"
    VIEW_GRANTS = "grant:view"
    EDIT_GRANTS = "grant:edit"
    VIEW_AUDIT = "audit:view"
    EDIT_RULEBOOK = "rulebook:edit"
    EDIT_HOLIDAYS = "holiday:edit"
    VIEW_MAIL = "mail:view"
    RUN_RETENTION = "retention:run"
    ADMINISTER = "administration:view"
    OWN_PLAN = "plan:own"
    VIEW_PLANS = "plan:view"
    ASSIGN = "plan:assign"
    CONFIRM = "plan:confirm"
    VIEW_CATALOGUE = "training:view"
    EDIT_CATALOGUE = "training:edit"
    VIEW_SATISFACTION = "satisfaction:view"
    MANAGE_COUNTERS = "counter:manage"


KEEPS_STAFF = frozenset(
    {
        Permission.VIEW_STAFF,
        Permission.EDIT_STAFF,
        Permission.IMPORT_STAFF,
        Permission.HANDLE_CORRECTIONS,
        Permission.VIEW_UNITS,
        Permission.MANAGE_ACCOUNTS,
        Permission.VIEW_PROGRESS,
        Permission.ADMINISTER,
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(
        {
            Permission.HOME,
            Permission.OWN_ACCOUNT,
            Permission.OWN_DATA,
            Permission.OWN_NOTICES,
            Permission.ASK_CORRECTION,
            Permission.REMIND,
            Permission.VIEW_RULEBOOK,
            Permission.ASSESS_OWN,
            Permission.RATE_PEERS,
            Permission.ISSUE_DOCUMENTS,
            Permission.VIEW_DICTIONARY,
            Permission.FIND_MENTORS,
            Permission.OWN_PLAN,
            Permission.VIEW_CATALOGUE,
            Permission.VIEW_SATISFACTION,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {Permission.VERIFY, Permission.VIEW_RESULTS, Permission.VIEW_PLANS, Permission.VIEW_STAFF}
    ),
    Role.TRAINER: frozenset(
        {
            Permission.VIEW_RESULTS,
            Permission.VIEW_CALIBRATION,
            Permission.LIST_NEEDS,
            Permission.VIEW_NEEDS_ANALYSIS,
            Permission.VIEW_PLANS,
            Permission.ASSIGN,
            Permission.CONFIRM,
            Permission.EDIT_CATALOGUE,
            Permission.VIEW_MAP,
        }
    ),
    Role.HR: KEEPS_STAFF
    | {
        Permission.EDIT_UNITS,
        Permission.EDIT_HOLIDAYS,
        Permission.VIEW_RESULTS,
        Permission.VIEW_PLANS,
        Permission.KEEP_RECORDS,
        Permission.VIEW_CALIBRATION,
        Permission.LIST_NEEDS,
        Permission.VIEW_NEEDS_ANALYSIS,
        Permission.CALIBRATE,
        Permission.COUNT_TALENT,
        Permission.VIEW_TALENT,
        Permission.KEEP_PREDICATES,
        Permission.VIEW_MAP,
        Permission.MODERATE_PEERS,
        Permission.WITHDRAW_DOCUMENTS,
    },
    Role.UNIT_ADMIN: KEEPS_STAFF | {Permission.MANAGE_COUNTERS},
    Role.AGENCY_ADMIN: KEEPS_STAFF
    | {
        Permission.EDIT_UNITS,
        Permission.EDIT_STANDARDS,
        Permission.RUN_CYCLES,
        Permission.MANAGE_COUNTERS,
        Permission.VIEW_GRANTS,
        Permission.EDIT_GRANTS,
        Permission.VIEW_AUDIT,
        Permission.EDIT_RULEBOOK,
        Permission.EDIT_HOLIDAYS,
        Permission.VIEW_MAIL,
        Permission.RUN_RETENTION,
    },
    Role.SURVEY_ADMIN: frozenset({Permission.MANAGE_COUNTERS, Permission.ADMINISTER}),
    # The complaint officer's own pages come with the complaints.
    Role.COMPLAINT_OFFICER: frozenset(),
    Role.INSPECTOR: frozenset(
        {
            Permission.ADMINISTER,
            Permission.VIEW_UNITS,
            Permission.VIEW_GRANTS,
            Permission.VIEW_AUDIT,
        }
    ),
    Role.PPID: frozenset({Permission.ADMINISTER, Permission.VIEW_AUDIT, Permission.RUN_RETENTION}),
    Role.LEADER: frozenset(
        {
            Permission.ADMINISTER,
            Permission.VIEW_UNITS,
            Permission.VIEW_PROGRESS,
            Permission.VIEW_CALIBRATION,
            Permission.VIEW_NEEDS_ANALYSIS,
            Permission.COUNT_TALENT,
            Permission.VIEW_MAP,
        }
    ),
}
