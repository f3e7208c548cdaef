"""Which job levels usually follow one another."""

from collections.abc import Mapping

from kinerja.people.rules import JobLevel

J = JobLevel
# Along the ladders, and across where PP 11/2017 Pasal 54 holds levels to be equal. Only the order
# of a list follows from it: everybody may compare with every job.
_NEXT: Mapping[JobLevel, tuple[JobLevel, ...]] = {
    J.PELAKSANA: (J.PENGAWAS, J.TERAMPIL, J.AHLI_PERTAMA),
    J.PEMULA: (J.TERAMPIL,),
    J.TERAMPIL: (J.MAHIR,),
    J.MAHIR: (J.PENYELIA,),
    J.PENYELIA: (J.PENGAWAS, J.AHLI_MUDA),
    J.AHLI_PERTAMA: (J.AHLI_MUDA, J.PENGAWAS),
    J.AHLI_MUDA: (J.AHLI_MADYA, J.ADMINISTRATOR),
    J.AHLI_MADYA: (J.AHLI_UTAMA, J.JPT_PRATAMA),
    J.PENGAWAS: (J.ADMINISTRATOR, J.AHLI_MUDA),
    J.ADMINISTRATOR: (J.JPT_PRATAMA, J.AHLI_MADYA),
    J.JPT_PRATAMA: (J.JPT_MADYA,),
    J.JPT_MADYA: (J.JPT_UTAMA,),
}


def next_job_levels(job_level: JobLevel) -> tuple[JobLevel, ...]:
    """The job levels that usually follow; none after the highest of a ladder."""
    return _NEXT.get(job_level, ())
