"""Whose things each route with an id must hide: a query for an id that is another's."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, true

from kinerja.appraisal.models import PredicateImport
from kinerja.audit import Entry
from kinerja.competency.models import (
    Assessment,
    Evidence,
    EvidenceFile,
    Official,
    OfficialImport,
    PeerComment,
    PeerRater,
    Phrase,
    Record,
)
from kinerja.development.models import Assignment, PlanItem
from kinerja.documents.models import IssuedDocument
from kinerja.notifications.models import Notice
from kinerja.people.models import (
    ActingLeader,
    Correction,
    Employee,
    FactorReset,
    LegalHold,
    LoginSession,
    Posting,
    ReportingLine,
    RoleGrant,
    StaffImport,
    StandingPeriod,
    Unit,
)
from kinerja.permissions import Permission, Viewer
from kinerja.satisfaction.models import Counter, Service

Foreign = Callable[[Viewer], Select]


def others(permission: Permission) -> Foreign:
    """Employees who are neither the viewer, nor a direct report, nor in a unit granted."""

    def statement(to: Viewer) -> Select:
        return select(Employee.id).where(
            Employee.id != to.employee_id,
            Employee.id.not_in(to.direct_reports),
            or_(Employee.supervisor_id.is_(None), Employee.supervisor_id != to.employee_id),
            Employee.unit_id.not_in(to.units(permission)),
        )

    return statement


def of_others(model: type, permission: Permission) -> Foreign:
    """Rows of such employees."""
    return lambda to: select(model.id).where(
        model.employee_id.in_(others(permission)(to)),
        true()
        if model is not Assessment
        else or_(Assessment.verifier_id.is_(None), Assessment.verifier_id != to.employee_id),
    )


def of_others_or_own(model: type, permission: Permission) -> Foreign:
    """Rows of people outside the units granted, and the viewer's own: nobody decides his own."""
    return lambda to: (
        select(model.id)
        .join(Employee, Employee.id == model.employee_id)
        .where(
            or_(
                Employee.unit_id.not_in(to.units(permission)),
                model.employee_id == to.employee_id,
            )
        )
    )


def reports_only(model: type) -> Foreign:
    """Rows of people who do not report to the viewer, in whatever unit."""
    return lambda to: select(model.id).where(
        not_(
            or_(
                model.employee_id.in_(to.direct_reports or {0}),
                and_(model.verifier_id.is_not(None), model.verifier_id == to.employee_id),
            )
        )
    )


def in_units(model: type, permission: Permission, column: str = "unit_id") -> Foreign:
    """Rows of units in which the viewer holds nothing."""
    return lambda to: select(model.id).where(getattr(model, column).not_in(to.units(permission)))


def led_elsewhere(to: Viewer) -> Select:
    """Acting leaderships of units in which the viewer keeps no staff."""
    units = to.units(Permission.EDIT_STAFF)
    absent = select(Employee.id).where(Employee.unit_id.not_in(units))
    return select(ActingLeader.id).where(
        or_(ActingLeader.unit_id.not_in(units), ActingLeader.absent_id.in_(absent))
    )


def among_others(to: Viewer) -> Select:
    """Entries of the audit trail by and about people in whose units the viewer watches nothing."""
    away = select(Employee.id).where(Employee.unit_id.not_in(to.units(Permission.VIEW_AUDIT)))
    nobody_here = or_(Entry.about_id.is_(None), Entry.about_id.in_(away))
    return select(Entry.seq).where(Entry.actor_id.in_(away), nobody_here)


def of_somebody_else(owner: Any) -> Foreign:
    """Rows that this column says are not the visitor's."""
    return lambda to: select(owner.class_.id).where(owner != to.employee_id)


def agency_wide(to: Viewer) -> ColumnElement[bool]:
    """The demo's imports were made for the whole agency: hidden from whoever keeps a part."""
    whole = to.units(Permission.IMPORT_STAFF)
    return select(func.count(Unit.id)).scalar_subquery() > len(whole)


# Whose things each route with an id must hide. A route that is not here fails the test.
HIDDEN: dict[str, Foreign] = {
    **dict.fromkeys(
        (
            "people.show_import",
            "people.map_import",
            "people.match_import",
            "people.use_suggestion",
            "people.apply_import",
            "people.undo_import",
            "people.mark_absent",
            "people.download_import_faults",
        ),
        lambda to: select(StaffImport.id).where(
            StaffImport.by_id != to.employee_id, agency_wide(to)
        ),
    ),
    "people.show_employee": others(Permission.VIEW_STAFF),
    "people.change_employee": others(Permission.EDIT_STAFF),
    "people.show_history": others(Permission.VIEW_STAFF),
    "people.move_employee": others(Permission.EDIT_STAFF),
    "people.set_superior": others(Permission.EDIT_STAFF),
    "people.change_standing": others(Permission.EDIT_STAFF),
    "people.appoint_plh": others(Permission.EDIT_STAFF),
    "people.withdraw_posting": of_others(Posting, Permission.EDIT_STAFF),
    "people.withdraw_superior": of_others(ReportingLine, Permission.EDIT_STAFF),
    "people.end_superior": of_others(ReportingLine, Permission.EDIT_STAFF),
    "people.withdraw_standing": of_others(StandingPeriod, Permission.EDIT_STAFF),
    "people.end_standing": of_others(StandingPeriod, Permission.EDIT_STAFF),
    "people.end_acting": led_elsewhere,
    "people.withdraw_acting": led_elsewhere,
    "people.end_hold": lambda to: (
        select(LegalHold.id)
        .join(LegalHold.employee)
        .where(Employee.unit_id.not_in(to.units(Permission.RUN_RETENTION)))
    ),
    **dict.fromkeys(
        (
            "people.show_account",
            "people.print_slip",
            "people.send_account_link",
            "people.disable_account",
            "people.enable_account",
            "people.sign_out_employee",
            "people.ask_factor_reset",
        ),
        others(Permission.MANAGE_ACCOUNTS),
    ),
    **dict.fromkeys(
        (
            "people.approve_factor_reset",
            "people.refuse_factor_reset",
            "people.withdraw_factor_reset",
        ),
        lambda to: (
            select(FactorReset.id)
            .join(FactorReset.subject)
            .where(Employee.unit_id.not_in(to.units(Permission.MANAGE_ACCOUNTS)))
        ),
    ),
    "people.end_one_session": lambda to: select(LoginSession.id).where(
        LoginSession.account_id != to.account_id
    ),
    "people.grant_role": others(Permission.EDIT_GRANTS),
    "people.end_grant": in_units(RoleGrant, Permission.EDIT_GRANTS),
    **dict.fromkeys(
        ("people.show_correction", "people.withdraw_correction"),
        of_somebody_else(Correction.employee_id),
    ),
    **dict.fromkeys(
        (
            "people.handle_correction",
            "people.refuse_correction",
            "people.escalate_correction",
        ),
        of_others_or_own(Correction, Permission.HANDLE_CORRECTIONS),
    ),
    "people.show_audit_entry": among_others,
    "people.show_unit": in_units(Unit, Permission.VIEW_UNITS, "id"),
    "people.change_unit": in_units(Unit, Permission.EDIT_UNITS, "id"),
    "people.merge_unit": in_units(Unit, Permission.EDIT_UNITS, "id"),
    "people.close_unit": in_units(Unit, Permission.EDIT_UNITS, "id"),
    "people.withdraw_plan": in_units(Unit, Permission.EDIT_UNITS, "id"),
    "competency.result": of_others(Assessment, Permission.VIEW_RESULTS),
    "competency.issue_result": of_others(Assessment, Permission.VIEW_RESULTS),
    "competency.open_document": of_others(IssuedDocument, Permission.VIEW_RESULTS),
    "competency.withdraw_document": of_others(IssuedDocument, Permission.WITHDRAW_DOCUMENTS),
    "competency.past_assessment": of_others(Assessment, Permission.VIEW_RESULTS),
    "competency.unit_progress": in_units(Unit, Permission.VIEW_PROGRESS, "id"),
    "competency.remind_unit": in_units(Unit, Permission.VIEW_PROGRESS, "id"),
    **dict.fromkeys(
        (
            "competency.show_evidence",
            "competency.describe_evidence",
            "competency.remove_evidence",
            "competency.restore_evidence",
        ),
        of_somebody_else(Evidence.employee_id),
    ),
    "competency.download_evidence": lambda to: select(EvidenceFile.evidence_id).where(
        EvidenceFile.evidence_id.in_(
            select(Evidence.id).where(Evidence.employee_id.in_(others(Permission.VIEW_RESULTS)(to)))
        )
    ),
    "competency.compare_job": others(Permission.VIEW_RESULTS),
    "competency.records": others(Permission.VIEW_RESULTS),
    "competency.add_record": lambda to: select(Employee.id).where(Employee.id == to.employee_id),
    "competency.void_record": of_others_or_own(Record, Permission.KEEP_RECORDS),
    "competency.approve_peers": reports_only(Assessment),
    "competency.draw_peers": reports_only(Assessment),
    **dict.fromkeys(
        (
            "competency.rate_peer",
            "competency.save_rating",
            "competency.save_rating_draft",
            "competency.send_rating",
        ),
        lambda to: select(Assessment.id).where(
            Assessment.id.not_in(
                select(PeerRater.assessment_id).where(PeerRater.rater_id == to.employee_id)
            )
        ),
    ),
    **dict.fromkeys(
        ("competency.show_peer_comment", "competency.hide_peer_comment"),
        lambda to: (
            select(PeerComment.id)
            .join(Assessment, Assessment.id == PeerComment.assessment_id)
            .join(Assessment.employee)
            .where(Employee.unit_id.not_in(to.units(Permission.MODERATE_PEERS)))
        ),
    ),
    "competency.show_official": of_others(Official, Permission.KEEP_RECORDS),
    "competency.void_official": of_others_or_own(Official, Permission.KEEP_RECORDS),
    **dict.fromkeys(
        (
            "competency.apply_officials",
            "competency.discard_officials",
            "competency.undo_officials",
        ),
        of_somebody_else(OfficialImport.by_id),
    ),
    "competency.show_verification": reports_only(Assessment),
    "competency.save_verification": reports_only(Assessment),
    "competency.save_verification_draft": reports_only(Assessment),
    "competency.return_assessment": reports_only(Assessment),
    "competency.complete_verification": reports_only(Assessment),
    "competency.undo_verification": reports_only(Assessment),
    "appraisal.apply_predicates": of_somebody_else(PredicateImport.by_id),
    "competency.open_item": reports_only(Assessment),
    "competency.agree_opened": reports_only(Assessment),
    "competency.insert_phrase": reports_only(Assessment),
    "competency.remove_phrase": of_somebody_else(Phrase.employee_id),
    "development.show_plan": others(Permission.VIEW_PLANS),
    "development.show_item": of_others(PlanItem, Permission.VIEW_PLANS),
    "development.start_item": of_others(PlanItem, Permission.VIEW_PLANS),
    "development.finish_item": of_others(PlanItem, Permission.VIEW_PLANS),
    "development.cancel_item": of_others(PlanItem, Permission.VIEW_PLANS),
    "development.confirm_item": of_others(PlanItem, Permission.CONFIRM),
    "development.return_item": of_others(PlanItem, Permission.CONFIRM),
    "development.undo_decision": of_others(PlanItem, Permission.CONFIRM),
    "development.show_assignment": of_somebody_else(Assignment.assigned_by_id),
    "development.download_assignment": of_somebody_else(Assignment.assigned_by_id),
    "notifications.open_notice": of_somebody_else(Notice.employee_id),
    "home.download_event": of_somebody_else(PlanItem.employee_id),
    "satisfaction.rotate_link": lambda to: (
        select(Counter.id)
        .join(Counter.service)
        .where(Service.unit_id.not_in(to.units(Permission.MANAGE_COUNTERS)))
    ),
    "satisfaction.change_service": in_units(Service, Permission.MANAGE_COUNTERS),
}
