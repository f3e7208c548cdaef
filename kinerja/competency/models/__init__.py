"""The dictionary, job standards, cycles, and each person's assessment with its answers."""

from kinerja.competency.models.archives import Archive
from kinerja.competency.models.assessments import Answer, Assessment
from kinerja.competency.models.cycles import Cycle, CycleVerifier
from kinerja.competency.models.dictionary import Competency, Edition, Indicator, Level, Standard
from kinerja.competency.models.dictionary_import import DictionaryImport
from kinerja.competency.models.evidence import (
    AnswerEvidence,
    AnswerIndicator,
    Evidence,
    EvidenceFile,
)
from kinerja.competency.models.official import Official, OfficialImport, OfficialItem
from kinerja.competency.models.peers import (
    PeerComment,
    PeerDraft,
    PeerMark,
    PeerPanel,
    PeerRater,
    PeerResult,
)
from kinerja.competency.models.phrases import Phrase
from kinerja.competency.models.records import Present, Record
from kinerja.competency.models.standards import (
    JobRequirement,
    JobStandard,
    JobStandardItem,
    StandardImport,
)
from kinerja.competency.models.tallies import Tally, TallySum

__all__ = [
    "Answer",
    "AnswerEvidence",
    "AnswerIndicator",
    "Archive",
    "Assessment",
    "Competency",
    "Cycle",
    "CycleVerifier",
    "DictionaryImport",
    "Edition",
    "Evidence",
    "EvidenceFile",
    "Indicator",
    "JobRequirement",
    "JobStandard",
    "JobStandardItem",
    "Level",
    "Official",
    "OfficialImport",
    "OfficialItem",
    "PeerComment",
    "PeerDraft",
    "PeerMark",
    "PeerPanel",
    "PeerRater",
    "PeerResult",
    "Phrase",
    "Present",
    "Record",
    "Standard",
    "StandardImport",
    "Tally",
    "TallySum",
]
