import os
import pwd

import pytest

from xbrl_pipeline.submission.identity import IdentitySource, Subject, current_subject


def test_the_subject_is_the_account_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "mallory")
    assert current_subject() == Subject(pwd.getpwuid(os.getuid()).pw_name, IdentitySource.OS_ACCOUNT)


def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 2_000_000_001)
    assert current_subject() == Subject("uid:2000000001")
