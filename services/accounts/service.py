"""Entrypoints of the accounts service."""

from accounts.application import (
    contact_proofs,
    direct_letters,
    eid,
    first_passwords,
    identity,
    locks,
    officers,
    password_changes,
    profiles,
    registration,
    sessions,
    token_keys,
)
from accounts.application.machine_clients import notices as machine_notices
from accounts.application.second_factors import enrolments, fresh_proofs, log_ins, recovery, resets
from accounts.clients.identity_providers import IdentityProviders
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.domain.signing_keys import SigningKeys
from accounts.entrypoints.breaches import BreachEntrypoints
from accounts.entrypoints.machine_clients import MachineClientEntrypoints
from accounts.entrypoints.personal_data import PersonalDataEntrypoints
from accounts.entrypoints.representation import RepresentationEntrypoints
from accounts.entrypoints.retention import RetentionEntrypoints
from accounts.repository.indexes import create_indexes
from accounts.repository.personal_fields import ENCRYPTED
from accounts.settings import AccountsSettings
from chassis.core.clock import utcnow
from chassis.core.settings import load_settings
from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    Service,
    SettingsDependency,
    Timer,
    rpc,
    timer_handler,
)
from chassis.storage.store import Store
from contracts import accounts as contract
from contracts.base import Empty, Page


class AccountsService(
    MachineClientEntrypoints,
    PersonalDataEntrypoints,
    BreachEntrypoints,
    RepresentationEntrypoints,
    RetentionEntrypoints,
    Service,
):
    name = "accounts"

    settings = SettingsDependency(AccountsSettings)
    store = Mongo(
        indexes=create_indexes,
        encrypted=ENCRYPTED,
        standing_timers=(machine_notices.NOTICES, token_keys.ROTATE),
    )
    rpc_client = Client()
    key_memory = ProcessScoped(
        AccountsSettings,
        lambda settings: token_keys.TokenKeyMemory(SigningKeys.from_pem(settings.signing_key)),
    )

    identity_providers = ProcessScoped(
        AccountsSettings,
        lambda settings: IdentityProviders(
            settings.eid_providers, settings.eid_client_secrets, settings.eid_timeout_s
        ),
    )
    codes = ProcessScoped(
        AccountsSettings, lambda settings: OneTimeCodes.of(SigningKeys.from_pem(settings.signing_key))
    )

    factor_policy = ProcessScoped(AccountsSettings, lambda settings: settings.factor_policy)

    @classmethod
    def published_keys(cls, store: Store) -> contract.Jwks:
        """Its own keys, which the other services ask for."""
        file = SigningKeys.from_pem(load_settings(AccountsSettings).signing_key)
        return AccessTokens(token_keys.ring_of(store, file)).published(utcnow())

    @rpc(contract.register_citizen)
    def register_citizen(self, request: contract.RegisterCitizen, context: Context) -> contract.Account:
        return registration.register_citizen(self.store, request, context, self.settings.kinds_by_password)

    @rpc(contract.create_officer)
    def create_officer(self, request: contract.CreateOfficer, context: Context) -> contract.Account:
        return registration.create_officer(self.store, request, context)

    @rpc(contract.create_administrator)
    def create_administrator(
        self, request: contract.CreateAdministrator, context: Context
    ) -> contract.Account:
        return registration.create_administrator(self.store, request, context)

    @rpc(contract.create_system)
    def create_system(self, request: contract.CreateSystem, context: Context) -> contract.Account:
        return registration.create_system(self.store, request, context)

    @rpc(contract.update_profile)
    def update_profile(self, request: contract.UpdateProfile, context: Context) -> contract.Account:
        return profiles.update_profile(self.store, request, context)

    @rpc(contract.get_account)
    def get_account(self, request: contract.GetAccount, context: Context) -> contract.Account:
        return profiles.get_account(self.store, request, context)

    @rpc(contract.list_officers)
    def list_officers(self, request: contract.ListOfficers, context: Context) -> Page[contract.Account]:
        return officers.list_officers(self.store, request, context)

    @rpc(contract.get_contact)
    def get_contact(self, request: contract.GetContact, context: Context) -> contract.Contact:
        return profiles.get_contact(self.store, request, context)

    @rpc(contract.get_contacts)
    def get_contacts(self, request: contract.GetContacts, context: Context) -> contract.Contacts:
        return profiles.get_contacts(self.store, request, context)

    @rpc(contract.find_holder)
    def find_holder(self, request: contract.FindHolder, context: Context) -> contract.Contact:
        return profiles.find_holder(self.store, request, context)

    @rpc(contract.find_officers)
    def find_officers(self, request: contract.FindOfficers, context: Context) -> contract.OfficerIds:
        return officers.find_officers(self.store, request, context)

    @rpc(contract.issue_desk_code)
    def issue_desk_code(self, request: contract.IssueDeskCode, context: Context) -> contract.DeskCode:
        return identity.issue_desk_code(self.store, request, context)

    @rpc(contract.prove_number)
    def prove_number(self, request: contract.ProveNumber, context: Context) -> contract.NumberProof:
        return identity.prove_at_desk(self.store, request, context)

    @rpc(contract.log_in)
    def log_in(self, request: contract.LogIn, context: Context) -> contract.TokenPair:
        return sessions.log_in(
            self.store,
            self.access_tokens,
            request,
            context,
            self.settings.kinds_by_password,
            self.factor_policy.requirement,
        )

    @rpc(contract.begin_log_in)
    def begin_log_in(self, request: contract.BeginLogIn, context: Context) -> contract.LogInStep:
        return log_ins.begin_log_in(
            self.store,
            self.access_tokens,
            self.factor_policy,
            request,
            context,
            self.settings.kinds_by_password,
        )

    @rpc(contract.begin_eid_log_in)
    def begin_eid_log_in(self, request: contract.BeginEidLogIn, context: Context) -> contract.LogInStep:
        return log_ins.begin_eid_log_in(
            self.store, self.access_tokens, self.factor_policy, self.identity_providers, request, context
        )

    @rpc(contract.enrol_at_log_in)
    def enrol_at_log_in(self, request: contract.EnrolAtLogIn, context: Context) -> contract.LogInEnrolment:
        return log_ins.enrol_at_log_in(self.store, self.factor_policy, request, context)

    @rpc(contract.finish_log_in)
    def finish_log_in(self, request: contract.FinishLogIn, context: Context) -> contract.FinishedLogIn:
        return log_ins.finish_log_in(self.store, self.access_tokens, self.factor_policy, request, context)

    @rpc(contract.list_second_factors)
    def list_second_factors(
        self, request: contract.ListSecondFactors, context: Context
    ) -> contract.SecondFactors:
        return enrolments.list_second_factors(self.store, self.factor_policy, request, context)

    @rpc(contract.start_totp)
    def start_totp(self, request: contract.StartTotp, context: Context) -> contract.TotpEnrolment:
        return enrolments.start_totp(self.store, self.factor_policy, request, context)

    @rpc(contract.start_webauthn)
    def start_webauthn(self, request: contract.StartWebauthn, context: Context) -> contract.WebauthnEnrolment:
        return enrolments.start_webauthn(self.store, self.factor_policy, request, context)

    @rpc(contract.add_second_factor)
    def add_second_factor(
        self, request: contract.AddSecondFactor, context: Context
    ) -> contract.AddedSecondFactor:
        return enrolments.add_second_factor(self.store, self.factor_policy, request, context)

    @rpc(contract.remove_second_factor)
    def remove_second_factor(self, request: contract.RemoveSecondFactor, context: Context) -> Empty:
        return enrolments.remove_second_factor(self.store, self.factor_policy, request, context)

    @rpc(contract.make_recovery_codes)
    def make_recovery_codes(
        self, request: contract.MakeRecoveryCodes, context: Context
    ) -> contract.RecoveryCodes:
        return recovery.make_recovery_codes(self.store, request, context)

    @rpc(contract.challenge_own_factor)
    def challenge_own_factor(
        self, request: contract.ChallengeOwnFactor, context: Context
    ) -> contract.FactorChallenge:
        return fresh_proofs.challenge_own_factor(self.store, self.factor_policy, request, context)

    @rpc(contract.show_own_factor)
    def show_own_factor(self, request: contract.ShowOwnFactor, context: Context) -> contract.ShownFactor:
        return fresh_proofs.show_own_factor(self.store, self.factor_policy, request, context)

    @rpc(contract.reset_administrator_factors)
    def reset_administrator_factors(
        self, request: contract.ResetAdministratorFactors, context: Context
    ) -> contract.Account:
        return resets.reset_administrator_factors(self.store, request, context)

    @rpc(contract.reset_second_factors)
    def reset_second_factors(
        self, request: contract.ResetSecondFactors, context: Context
    ) -> contract.Account:
        return resets.reset_second_factors(self.store, request, context)

    @rpc(contract.refresh)
    def refresh(self, request: contract.RefreshTokens, context: Context) -> contract.TokenPair:
        return sessions.refresh(
            self.store, self.access_tokens, request, context, self.factor_policy.requirement
        )

    @rpc(contract.log_out)
    def log_out(self, request: contract.LogOut, context: Context) -> Empty:
        return sessions.log_out(self.store, request, context)

    @rpc(contract.list_eid_providers)
    def list_eid_providers(
        self,
        request: contract.ListEidProviders,
        context: Context,  # noqa: ARG002
    ) -> contract.EidProviders:
        return eid.list_providers(self.identity_providers, request)

    @rpc(contract.start_eid)
    def start_eid(self, request: contract.StartEid, context: Context) -> contract.EidAuthorization:
        return eid.start(self.store, self.identity_providers, request, context)

    @rpc(contract.log_in_by_eid)
    def log_in_by_eid(self, request: contract.EidLogIn, context: Context) -> contract.TokenPair:
        return eid.log_in(self.store, self.access_tokens, self.identity_providers, request, context)

    @rpc(contract.link_identity)
    def link_identity(self, request: contract.LinkIdentity, context: Context) -> contract.LinkedIdentity:
        return eid.link_identity(self.store, self.identity_providers, request, context)

    @rpc(contract.list_identities)
    def list_identities(
        self, request: contract.ListIdentities, context: Context
    ) -> contract.LinkedIdentities:
        return eid.list_identities(self.store, request, context)

    @rpc(contract.unlink_identity)
    def unlink_identity(self, request: contract.UnlinkIdentity, context: Context) -> Empty:
        return eid.unlink_identity(self.store, request, context)

    @rpc(contract.log_out_of_eid)
    def log_out_of_eid(self, request: contract.EidLogOut, context: Context) -> contract.EidLogOutAddress:
        return eid.log_out(self.store, self.identity_providers, request, context)

    @rpc(contract.receive_logout_token)
    def receive_logout_token(self, request: contract.ReceiveLogoutToken, context: Context) -> Empty:
        return eid.receive_logout_token(self.store, self.identity_providers, request, context)

    @rpc(contract.list_sessions)
    def list_sessions(self, request: contract.ListSessions, context: Context) -> Page[contract.Session]:
        return sessions.list_sessions(self.store, request, context)

    @rpc(contract.name_session)
    def name_session(self, request: contract.NameSession, context: Context) -> contract.Session:
        return sessions.name_session(self.store, request, context)

    @rpc(contract.end_session)
    def end_session(self, request: contract.EndSession, context: Context) -> Empty:
        return sessions.end_session(self.store, request, context)

    @rpc(contract.end_sessions)
    def end_sessions(self, request: contract.EndSessions, context: Context) -> Empty:
        return sessions.end_sessions(self.store, request, context)

    @rpc(contract.get_revocations)
    def get_revocations(self, request: contract.GetRevocations, context: Context) -> contract.Revocations:
        return sessions.get_revocations(self.store, request, context)

    @rpc(contract.lock_account)
    def lock_account(self, request: contract.LockAccount, context: Context) -> contract.Account:
        return locks.lock_account(self.store, request, context)

    @rpc(contract.unlock_account)
    def unlock_account(self, request: contract.UnlockAccount, context: Context) -> contract.Account:
        return locks.unlock_account(self.store, request, context)

    @rpc(contract.list_desk_officers)
    def list_desk_officers(
        self, request: contract.ListDeskOfficers, context: Context
    ) -> Page[contract.DeskOfficer]:
        return officers.list_desk_officers(self.store, request, context)

    @rpc(contract.get_officer)
    def get_officer(self, request: contract.GetOfficer, context: Context) -> contract.Account:
        return officers.get_officer(self.store, request, context)

    @rpc(contract.change_officer)
    def change_officer(self, request: contract.ChangeOfficer, context: Context) -> contract.Account:
        return officers.change_officer(self.store, request, context)

    @rpc(contract.issue_setup_code)
    def issue_setup_code(self, request: contract.IssueSetupCode, context: Context) -> contract.SetupCode:
        return officers.issue_setup_code(self.store, request, context)

    @rpc(contract.replace_first_password)
    def replace_first_password(self, request: contract.ReplaceFirstPassword, context: Context) -> Empty:
        return first_passwords.replace_first_password(self.store, request, context)

    @rpc(contract.change_own_password)
    def change_own_password(self, request: contract.ChangeOwnPassword, context: Context) -> Empty:
        return password_changes.change_own_password(self.store, request, context)

    @rpc(contract.request_password_reset)
    def request_password_reset(
        self, request: contract.RequestPasswordReset, context: Context
    ) -> contract.PasswordReset:
        return password_changes.request_password_reset(self.store, request, context)

    @rpc(contract.reset_password)
    def reset_password(self, request: contract.ResetPassword, context: Context) -> Empty:
        return password_changes.reset_password(self.store, self.codes, request, context)

    @rpc(contract.send_email_code)
    def send_email_code(self, request: contract.SendEmailCode, context: Context) -> contract.SentCode:
        return contact_proofs.send_email_code(self.store, request, context)

    @rpc(contract.prove_email)
    def prove_email(self, request: contract.ProveEmail, context: Context) -> contract.Account:
        return contact_proofs.prove_email(self.store, self.codes, request, context)

    @rpc(contract.send_phone_code)
    def send_phone_code(self, request: contract.SendPhoneCode, context: Context) -> contract.SentCode:
        return contact_proofs.send_phone_code(self.store, self.settings.phone_codes, request, context)

    @rpc(contract.prove_phone)
    def prove_phone(self, request: contract.ProvePhone, context: Context) -> contract.Account:
        return contact_proofs.prove_phone(self.store, self.codes, request, context)

    @rpc(contract.send_email_codes)
    def send_email_codes(self, request: contract.SendEmailCodes, context: Context) -> Empty:
        return contact_proofs.send_email_codes(self.store, request, context)

    @rpc(contract.get_direct_letters)
    def get_direct_letters(
        self, request: contract.GetDirectLetters, context: Context
    ) -> contract.DirectLetters:
        return direct_letters.get_direct_letters(self.store, self.codes, request, context)

    @rpc(contract.get_jwks)
    def get_jwks(self, request: contract.GetJwks, context: Context) -> contract.Jwks:  # noqa: ARG002
        return AccessTokens(self.key_memory.ring(self.store, fresh=True)).published(utcnow())

    @rpc(contract.list_token_keys)
    def list_token_keys(self, request: contract.ListTokenKeys, context: Context) -> contract.TokenKeys:
        return token_keys.list_token_keys(self.store, self.key_memory.file, request, context)

    @rpc(contract.rotate_token_keys)
    def rotate_token_keys(self, request: contract.RotateTokenKeys, context: Context) -> contract.TokenKeys:
        return token_keys.rotate_token_keys(self.store, self.key_memory.file, request, context)

    @timer_handler(token_keys.ROTATE, concurrency=1, background=True)
    def on_token_keys_age(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        token_keys.rotate_by_age(
            self.store, self.key_memory.file, self.settings.signer_rotation_days, context
        )
