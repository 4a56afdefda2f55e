"""Makes keys and recovery files for the services that create sites and join them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.roster.ids import SiteId
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.trust.ports import Authority, Key

if TYPE_CHECKING:  # argon2 is read when a file is opened
    from desktop.services.adapters.keys.recovery import Recovery


class FreshKeys:
    """New keys from the system's randomness; see ``trust.ports.Keys``."""

    def new_key(self) -> Key:
        return DeviceKey.generate()

    def new_authority(self, site: SiteId) -> Authority:
        from desktop.services.adapters.keys.certificates import CertificateAuthority  # 100 ms

        return CertificateAuthority.create(site)


class PassphraseRecovery:
    """Recovery files under a passphrase; see ``trust.ports.RecoveryFiles``."""

    def require_strong(self, passphrase: str) -> None:
        """Raise ``PassphraseTooWeakError`` with what is wrong with it."""
        from desktop.services.adapters.keys.recovery import PassphraseTooWeakError, weakness

        reason = weakness(passphrase)
        if reason:
            raise PassphraseTooWeakError(reason)

    def save(
        self,
        *,
        file: Path,
        passphrase: str,
        made: date,
        site_name: str,
        site_key: Key,
        authority: Authority,
    ) -> None:
        """Write the recovery file and read it back; raises as ``recovery.save_recovery`` does."""
        from desktop.services.adapters.keys.recovery import Recovery, save_recovery

        save_recovery(
            Recovery(
                site_name=site_name,
                site_key=DeviceKey.from_pem(site_key.to_pem()),
                authority_key=authority.key_pem(),
                authority_certificate=authority.certificate_pem,
            ),
            file,
            passphrase,
            made=made,
        )


class RecoveryPapers:
    """Recovery files that are there; see ``trust.recovery_checks.RecoveryPaper``."""

    def open(self, file: Path, passphrase: str) -> "Recovery":
        """Read one; raises as ``recovery.open_recovery`` does."""
        from desktop.services.adapters.keys.recovery import open_recovery

        return open_recovery(file, passphrase)

    def save(self, recovery: "Recovery", file: Path, passphrase: str, *, made: date) -> None:
        """Write another one and read it back; raises as ``recovery.save_recovery`` does."""
        from desktop.services.adapters.keys.recovery import save_recovery

        save_recovery(recovery, file, passphrase, made=made)
