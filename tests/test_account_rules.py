"""The pure rules of accounts: passwords, codes, devices, who needs and who removes a factor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.people.rules.accounts import (
    CODE_LETTERS,
    LETTERS,
    AccountState,
    account_state,
    device,
    grouped,
    masked,
    read_code,
)
from kinerja.people.rules.factors import (
    FACTOR_RESET_MOVES,
    FactorPolicy,
    FactorResetAction,
    FactorResetPart,
    FactorResetStatus,
    factor_reset_part,
    needs_factor,
    next_factor_reset,
)
from kinerja.people.rules.passwords import facts_of, password_fault
from kinerja.people.services.codes import new_code
from kinerja.people.services.passwords import common_passwords
from kinerja.permissions import ADMINS, Role

NIP = "199001012020011001"
OWN = facts_of(
    nip=NIP,
    born=date(1990, 1, 1),
    names=["Sari Teladan", "Kecamatan Contoh Barat", "Pemerintah Kota Contoh"],
    contacts=["sari.t@contoh.go.id", "0812 3456 7890"],
)


def fault(password: str) -> str:
    """Why it is refused, or nothing."""
    found = password_fault(password, shortest=12, longest=256, common=common_passwords(), own=OWN)
    return str(found or "")


@pytest.mark.parametrize(
    "password",
    [
        "kuda-nil-di-atas-pohon",
        "correct horse battery staple",
        "sari suka makan soto ayam",  # a name among other words
        "   spasi di depan dan belakang   ",
        "ñandú über straße",
        "🐘🦏🐪🦒🐅🐆🦓🦍🐘🐎🐖🐏",
        "x9$" * 3 + "Qw7!zR2@",
        "panjang " * 8 + "sekali dan tidak berulang lagi",
        "".join(chr(0x4E00 + 7 * n) for n in range(128)),
        "7391 8826 4407 5519",
    ],
)
def test_password_is_accepted_whatever_it_is_made_of(password: str) -> None:
    assert fault(password) == ""


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("elevenchars", "paling sedikit 12"),
        ("", "0 karakter"),
        ("a\u0301" * 11, "11 karakter"),  # eleven letters however they were typed
        ("x1" * 200, "paling panjang 256"),
        ("aaaaaaaaaaaaaaa", "pengulangan"),
        ("sandi1sandi1sandi1", "pengulangan"),
        ("123456789012", "urutan"),
        ("qwertyuiopasdf", "urutan"),
        ("zyxwvutsrqponm", "urutan"),
        ("1q2w3e4r5t6y", "urutan"),
        ("abcd-efgh-1234", "urutan"),
        ("password1234", "pembobol"),
        ("P@ssw0rd2026!", "pembobol"),
        ("--bismillah-2026--", "pembobol"),
        ("Bandung2026!!", "pembobol"),
        ("administrator1", "pembobol"),
        ("1234qwerasdf", "urutan"),
        (NIP, "tanggal lahir"),
        (f"{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}", "tanggal lahir"),
        (f"nip{NIP}!!!", "tanggal lahir"),
        ("01011990-2026", "tanggal lahir"),
        ("Teladan-19900101", "tanggal lahir"),
        ("SariTeladan2026", "tanggal lahir"),
        ("kinerja kota contoh", "tanggal lahir"),
        ("kecamatan-barat", "tanggal lahir"),
        ("081234567890", "tanggal lahir"),
        ("kinerja2026!!", "pembobol"),
    ],
)
def test_password_is_refused_with_what_to_do(password: str, says: str) -> None:
    sentence = fault(password)
    assert says in sentence
    assert any(word in sentence for word in ("Pakai", "Pendekkan"))


@given(st.text(min_size=0, max_size=300))
def test_no_password_makes_the_rule_stumble(password: str) -> None:
    assert isinstance(fault(password), str)


def test_list_holds_breached_ones_of_every_length_and_words_of_this_country() -> None:
    known = common_passwords()
    assert len(known) > 20_000
    assert sum(len(each) >= 12 for each in known) > 150
    assert {"rahasia", "password", "bismillah", "administrator"} <= known
    assert all(each == each.casefold() for each in known)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7K3M-9QXT-V2HB-4N8D", "7K3M9QXTV2HB4N8D"),
        (" 7k3m 9qxt\tv2hb4n8d ", "7K3M9QXTV2HB4N8D"),
        ("OIL0-1", "01101"),
        ("", ""),
    ],
)
def test_code_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert read_code(typed) == read


def test_code_holds_eighty_bits_of_letters_that_are_not_mistaken() -> None:
    assert len(LETTERS) == 32
    assert CODE_LETTERS * 5 >= 80
    assert not set("OILU") & set(LETTERS)
    codes = {new_code() for _turn in range(200)}
    assert len(codes) == 200
    assert all(read_code(grouped(code).lower()) == code for code in codes)


def test_number_on_a_slip_shows_its_last_four_digits_only() -> None:
    assert masked(NIP) == "•" * 14 + "1001"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140 Mobile Safari", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140) Gecko Firefox/140", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Safari/605", "Safari, Mac"),
        ("curl/8.5", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
    ],
)
def test_device_is_told_in_plain_words(user_agent: str, words: str) -> None:
    assert str(device(user_agent)) == words


@pytest.mark.parametrize(
    ("has_password", "is_active", "state"),
    [
        (False, True, AccountState.WAITING),
        (True, True, AccountState.ACTIVE),
        (True, False, AccountState.DISABLED),
        (False, False, AccountState.DISABLED),
    ],
)
def test_state_of_an_account(has_password: bool, is_active: bool, state: AccountState) -> None:
    assert account_state(has_password=has_password, is_active=is_active) is state


def test_second_factor_is_needed_as_the_setting_says() -> None:
    for role in Role:
        assert needs_factor(FactorPolicy.ALL, {role})
        assert not needs_factor(FactorPolicy.OPTIONAL, {role})
        assert needs_factor(FactorPolicy.ADMIN, {Role.EMPLOYEE, role}) is (role in ADMINS)


@pytest.mark.parametrize("status", FactorResetStatus)
@pytest.mark.parametrize("action", FactorResetAction)
@pytest.mark.parametrize("part", [*FactorResetPart, None])
def test_lost_factor_takes_two_people(
    status: FactorResetStatus, action: FactorResetAction, part: FactorResetPart | None
) -> None:
    S, A, P = FactorResetStatus, FactorResetAction, FactorResetPart  # noqa: N806
    allowed = {
        (S.WAITING, A.APPROVE, P.APPROVER): S.APPROVED,
        (S.WAITING, A.REFUSE, P.APPROVER): S.REFUSED,
        (S.WAITING, A.WITHDRAW, P.REQUESTER): S.WITHDRAWN,
    }
    assert allowed == FACTOR_RESET_MOVES
    expected = None if part is None else allowed.get((status, action, part))
    assert next_factor_reset(status, action, part) is expected


def test_nobody_has_a_part_in_removing_his_own_factor() -> None:
    assert factor_reset_part(1, requester_id=2, subject_id=1) is None
    assert factor_reset_part(1, requester_id=1, subject_id=1) is None
    assert factor_reset_part(2, requester_id=2, subject_id=1) is FactorResetPart.REQUESTER
    assert factor_reset_part(3, requester_id=2, subject_id=1) is FactorResetPart.APPROVER
