"""Invented people: names in the style of a sample form, numbers that read without a warning."""

from datetime import date, timedelta
from random import Random

from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, JobLevel, Standing

# fmt: off
MEN = (
    "Agus", "Ahmad", "Anwar", "Arif", "Asep", "Bagas", "Bambang", "Budi", "Cahyo", "Dedi",
    "Dimas", "Eko", "Fajar", "Galih", "Hadi", "Hendra", "Imam", "Iwan", "Joko", "Ketut",
    "Lukman", "Made", "Nanda", "Oki", "Putra", "Rahmat", "Rizal", "Rudi", "Satrio", "Togar",
    "Ucok", "Wahyu", "Wayan", "Yusuf", "Zainal",
)
WOMEN = (
    "Ani", "Ayu", "Bunga", "Citra", "Dewi", "Dian", "Eka", "Endang", "Fitri", "Gita", "Hesti",
    "Indah", "Intan", "Kartika", "Kirana", "Lestari", "Maya", "Melati", "Nita", "Novi", "Nur",
    "Puspa", "Putri", "Rahayu", "Ratna", "Rina", "Sari", "Sinta", "Siti", "Sri", "Tari",
    "Utami", "Wati", "Wulan", "Yanti", "Yuni",
)
# fmt: on
SURNAMES = ("Contoh", "Teladan", "Umpama", "Misal", "Rekaan", "Andaian", "Ibarat", "Khayali")
DEGREES = ("S.Sos.", "S.E.", "S.AP.", "S.Kom.", "S.H.", "S.IP.")
TOP = {JobLevel.JPT_UTAMA, JobLevel.JPT_MADYA, JobLevel.JPT_PRATAMA, JobLevel.AHLI_UTAMA}
LEADING = {JobLevel.ADMINISTRATOR, JobLevel.PENGAWAS, JobLevel.AHLI_MADYA, JobLevel.PENYELIA}
MIDDLE = {JobLevel.AHLI_MUDA, JobLevel.MAHIR}
ENTRY = {JobLevel.AHLI_PERTAMA, JobLevel.PELAKSANA, JobLevel.TERAMPIL, JobLevel.PEMULA}
SERVICE = ((TOP, (22, 26)), (LEADING, (12, 22)), (MIDDLE, (7, 16)))  # years, fewest and most
WITHOUT_DEGREE = {JobLevel.PELAKSANA, JobLevel.PEMULA}
DIPLOMA = {JobLevel.TERAMPIL, JobLevel.MAHIR, JobLevel.PENYELIA}
GRADES = {
    JobLevel.JPT_UTAMA: "IV/e",
    JobLevel.JPT_MADYA: "IV/d",
    JobLevel.JPT_PRATAMA: "IV/c",
    JobLevel.ADMINISTRATOR: "IV/a",
    JobLevel.PENGAWAS: "III/d",
    JobLevel.AHLI_UTAMA: "IV/d",
    JobLevel.AHLI_MADYA: "IV/b",
    JobLevel.AHLI_MUDA: "III/d",
    JobLevel.AHLI_PERTAMA: "III/b",
    JobLevel.PENYELIA: "III/c",
    JobLevel.MAHIR: "III/a",
    JobLevel.TERAMPIL: "II/c",
    JobLevel.PEMULA: "II/a",
    JobLevel.PELAKSANA: "II/d",
}
CONTRACT_GRADES = {
    JobLevel.AHLI_PERTAMA: "IX",
    JobLevel.TERAMPIL: "VII",
    JobLevel.PEMULA: "V",
    JobLevel.PELAKSANA: "V",
}
FIRST_CONTRACTS = 2021
CONTRACT_CODE = "21"


class Cast:
    """Makes people, none of whom shares a name or a number with another."""

    def __init__(self, *, on: date, random: Random, reserved: set[str]) -> None:
        self.on = on
        self.random = random
        self.names = set(reserved)
        self.numbers: set[str] = set()

    def somebody(self, level: JobLevel, *, name: str | None = None) -> Employee:
        """One person of the job level, not yet placed; `name` is for those who are known."""
        woman = name.split()[0] in WOMEN if name else self.random.random() < 0.5
        kind = EmployeeKind.PNS if name else self._kind(level)
        return Employee(
            nip=self._number(level, kind, woman=woman),
            kind=kind,
            grade=CONTRACT_GRADES[level] if kind.is_contract else GRADES[level],
            name=name or self._name(woman=woman),
            title_after=self._degree(level),
            standing=Standing.ACTIVE,
        )

    def _kind(self, level: JobLevel) -> EmployeeKind:
        if level not in ENTRY:
            return EmployeeKind.PNS
        kinds = [
            EmployeeKind.PNS,
            EmployeeKind.CPNS,
            EmployeeKind.PPPK,
            EmployeeKind.PPPK_PART_TIME,
        ]
        return self.random.choices(kinds, weights=[58, 10, 24, 8])[0]

    def _name(self, *, woman: bool) -> str:
        while True:
            first = self.random.choice(WOMEN if woman else MEN)
            name = f"{first} {self.random.choice(SURNAMES)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def _degree(self, level: JobLevel) -> str | None:
        if level in WITHOUT_DEGREE and self.random.random() < 0.7:
            return None
        if level in DIPLOMA:
            return "A.Md."
        degree = self.random.choice(DEGREES)
        return f"{degree}, M.Si." if level in TOP | LEADING else degree

    def _number(self, level: JobLevel, kind: EmployeeKind, *, woman: bool) -> str:
        while True:
            appointed = self._appointed(level, kind)
            age = self.random.randint(21, 30) * 365 + self.random.randint(0, 364)
            born = appointed - timedelta(days=age)
            block = f"{appointed:%Y}{CONTRACT_CODE}" if kind.is_contract else f"{appointed:%Y%m}"
            number = f"{born:%Y%m%d}{block}{2 if woman else 1}{self.random.randint(900, 999)}"
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def _appointed(self, level: JobLevel, kind: EmployeeKind) -> date:
        """When the person began: long ago for those who lead, lately for candidates."""
        if kind.is_contract:
            return date(self.random.randint(FIRST_CONTRACTS, self.on.year - 1), 1, 1)
        if kind is EmployeeKind.CPNS:
            return self.on - timedelta(days=self.random.randint(60, 330))
        fewest, most = next((years for levels, years in SERVICE if level in levels), (2, 12))
        return self.on - timedelta(days=self.random.randint(fewest * 365, most * 365))
