"""Entrypoints of the accounts service."""

from datetime import timedelta

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
)
from accounts.application.breaches import register as breach_register
from accounts.application.breaches import timers as breach_timers
from accounts.application.machine_clients import administration as machine_administration
from accounts.application.machine_clients import agency_ends
from accounts.application.machine_clients import notices as machine_notices
from accounts.application.machine_clients import tokens as machine_tokens
from accounts.application.personal_data import consents, deadlines, person_work, restriction
from accounts.application.personal_data import requests as data_requests
from accounts.application.representation import acts, organisations
from accounts.application.representation import tokens as representation_tokens
from accounts.application.retention import runs as retention_runs
from accounts.application.retention import schedules as retention_schedules
from accounts.application.second_factors import enrolments, fresh_proofs, log_ins, recovery, resets
from accounts.clients.identity_providers import IdentityProviders
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.domain.signing_keys import SigningKeys
from accounts.repository.indexes import create_indexes
from accounts.repository.personal_fields import ENCRYPTED
from accounts.settings import AccountsSettings
from chassis.core.settings import load_settings
from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    Service,
    SettingsDependency,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import accounts as contract
from contracts import topology
from contracts.base import Empty, Page
from contracts.events import AnyEvent

WORK_LEASE_S = 180.0
"""Longer than a run of the work on a person's data, the last answer of a service counted."""


class AccountsService(Service):
    name = "accounts"

    settings = SettingsDependency(AccountsSettings)
    store = Mongo(indexes=create_indexes, encrypted=ENCRYPTED, standing_timers=(machine_notices.NOTICES,))
    rpc_client = Client()
    access_tokens = ProcessScoped(
        AccountsSettings, lambda settings: AccessTokens(SigningKeys.from_pem(settings.signing_key))
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
    def published_keys(cls) -> contract.Jwks:
        """Its own keys, which the other services ask for."""
        return contract.Jwks(keys=SigningKeys.from_pem(load_settings(AccountsSettings).signing_key).published)

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

    @rpc(contract.open_system_session)
    def open_system_session(
        self, request: contract.OpenSystemSession, context: Context
    ) -> contract.SystemSession:
        return machine_tokens.open_system_session(
            self.store, self.access_tokens, self.settings.token_terms, request, context
        )

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

    @rpc(contract.create_machine_client)
    def create_machine_client(
        self, request: contract.CreateMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.create_machine_client(self.store, request, context)

    @rpc(contract.change_machine_client)
    def change_machine_client(
        self, request: contract.ChangeMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.change_machine_client(self.store, request, context)

    @rpc(contract.get_machine_client)
    def get_machine_client(
        self, request: contract.GetMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.get_machine_client(self.store, request, context)

    @rpc(contract.list_machine_clients)
    def list_machine_clients(
        self, request: contract.ListMachineClients, context: Context
    ) -> Page[contract.MachineClient]:
        return machine_administration.list_machine_clients(self.store, request, context)

    @rpc(contract.disable_machine_client)
    def disable_machine_client(
        self, request: contract.DisableMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.disable_machine_client(self.store, request, context)

    @rpc(contract.enable_machine_client)
    def enable_machine_client(
        self, request: contract.EnableMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.enable_machine_client(self.store, request, context)

    @rpc(contract.issue_machine_secret)
    def issue_machine_secret(
        self, request: contract.IssueMachineSecret, context: Context
    ) -> contract.IssuedMachineSecret:
        longest = timedelta(days=self.settings.machine_credential_days)
        return machine_administration.issue_machine_secret(self.store, longest, request, context)

    @rpc(contract.revoke_machine_secret)
    def revoke_machine_secret(self, request: contract.RevokeMachineSecret, context: Context) -> Empty:
        return machine_administration.revoke_machine_secret(self.store, request, context)

    @rpc(contract.grant_machine_token)
    def grant_machine_token(
        self, request: contract.GrantMachineToken, context: Context
    ) -> contract.MachineToken:
        return machine_tokens.grant_machine_token(
            self.store, self.access_tokens, self.settings.token_terms, request, context
        )

    @rpc(contract.revoke_machine_token)
    def revoke_machine_token(self, request: contract.RevokeMachineToken, context: Context) -> Empty:
        return machine_tokens.revoke_machine_token(self.store, self.access_tokens, request, context)

    @rpc(contract.inspect_machine_token)
    def inspect_machine_token(
        self, request: contract.InspectMachineToken, context: Context
    ) -> contract.InspectedToken:
        return machine_tokens.inspect_machine_token(self.store, self.access_tokens, request, context)

    @rpc(contract.claim_organisation)
    def claim_organisation(
        self, request: contract.ClaimOrganisation, context: Context
    ) -> contract.Representation:
        return organisations.claim_organisation(self.store, self.identity_providers, request, context)

    @rpc(contract.ask_representation)
    def ask_representation(
        self, request: contract.AskRepresentation, context: Context
    ) -> contract.Representation:
        return acts.ask_representation(self.store, request, context)

    @rpc(contract.confirm_representation)
    def confirm_representation(
        self, request: contract.ConfirmRepresentation, context: Context
    ) -> contract.Representation:
        return acts.confirm_representation(self.store, request, context)

    @rpc(contract.refuse_representation)
    def refuse_representation(
        self, request: contract.RefuseRepresentation, context: Context
    ) -> contract.Representation:
        return acts.refuse_representation(self.store, request, context)

    @rpc(contract.end_representation)
    def end_representation(
        self, request: contract.EndRepresentation, context: Context
    ) -> contract.Representation:
        return acts.end_representation(self.store, request, context)

    @rpc(contract.check_representation)
    def check_representation(
        self, request: contract.CheckRepresentation, context: Context
    ) -> contract.CheckedRepresentation:
        return acts.check_representation(self.store, request, context)

    @rpc(contract.list_representations)
    def list_representations(
        self, request: contract.ListRepresentations, context: Context
    ) -> Page[contract.Representation]:
        return acts.list_representations(self.store, request, context)

    @rpc(contract.act_for)
    def act_for(self, request: contract.ActFor, context: Context) -> contract.RepresentationToken:
        return representation_tokens.act_for(self.store, self.access_tokens, request, context)

    @rpc(contract.get_jwks)
    def get_jwks(self, request: contract.GetJwks, context: Context) -> contract.Jwks:  # noqa: ARG002
        return self.access_tokens.jwks

    @rpc(contract.list_purposes)
    def list_purposes(self, request: contract.ListPurposes, context: Context) -> contract.DataPurposes:
        return consents.list_purposes(self.store, request, context)

    @rpc(contract.give_consent)
    def give_consent(self, request: contract.GiveConsent, context: Context) -> contract.ConsentEntry:
        return consents.give_consent(self.store, request, context)

    @rpc(contract.withdraw_consent)
    def withdraw_consent(self, request: contract.WithdrawConsent, context: Context) -> contract.ConsentEntry:
        return consents.withdraw_consent(self.store, request, context)

    @rpc(contract.list_consents)
    def list_consents(self, request: contract.ListConsents, context: Context) -> Page[contract.ConsentEntry]:
        return consents.list_consents(self.store, request, context)

    @rpc(contract.make_data_request)
    def make_data_request(self, request: contract.MakeDataRequest, context: Context) -> contract.DataRequest:
        return data_requests.make_data_request(self.store, self.rpc_client, request, context)

    @rpc(contract.get_data_request)
    def get_data_request(self, request: contract.GetDataRequest, context: Context) -> contract.DataRequest:
        return data_requests.get_data_request(self.store, request, context)

    @rpc(contract.list_data_requests)
    def list_data_requests(
        self, request: contract.ListDataRequests, context: Context
    ) -> Page[contract.DataRequest]:
        return data_requests.list_data_requests(self.store, request, context)

    @rpc(contract.list_data_request_queue)
    def list_data_request_queue(
        self, request: contract.ListDataRequestQueue, context: Context
    ) -> Page[contract.DataRequest]:
        return data_requests.list_queue(self.store, request, context)

    @rpc(contract.accept_data_request)
    def accept_data_request(
        self, request: contract.AcceptDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.accept(self.store, self.rpc_client, request, context)

    @rpc(contract.refuse_data_request)
    def refuse_data_request(
        self, request: contract.RefuseDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.refuse(self.store, request, context)

    @rpc(contract.extend_data_request)
    def extend_data_request(
        self, request: contract.ExtendDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.extend(self.store, request, context)

    @rpc(contract.complete_data_request)
    def complete_data_request(
        self, request: contract.CompleteDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.complete(self.store, request, context)

    @rpc(contract.record_breach)
    def record_breach(self, request: contract.RecordBreach, context: Context) -> contract.Breach:
        return breach_register.record_breach(self.store, request, context)

    @rpc(contract.amend_breach)
    def amend_breach(self, request: contract.AmendBreach, context: Context) -> contract.Breach:
        return breach_register.amend_breach(self.store, request, context)

    @rpc(contract.note_breach_notice)
    def note_breach_notice(self, request: contract.NoteBreachNotice, context: Context) -> contract.Breach:
        return breach_register.note_breach_notice(self.store, request, context)

    @rpc(contract.tell_affected_persons)
    def tell_affected_persons(
        self, request: contract.TellAffectedPersons, context: Context
    ) -> contract.Breach:
        return breach_register.tell_affected_persons(self.store, request, context)

    @rpc(contract.make_breach_sheet)
    def make_breach_sheet(self, request: contract.MakeBreachSheet, context: Context) -> contract.Breach:
        return breach_register.make_breach_sheet(self.store, request, context)

    @rpc(contract.close_breach)
    def close_breach(self, request: contract.CloseBreach, context: Context) -> contract.Breach:
        return breach_register.close_breach(self.store, request, context)

    @rpc(contract.get_breach)
    def get_breach(self, request: contract.GetBreach, context: Context) -> contract.Breach:
        return breach_register.get_breach(self.store, request, context)

    @rpc(contract.get_breach_sheet)
    def get_breach_sheet(self, request: contract.GetBreachSheet, context: Context) -> contract.BreachSheet:
        return breach_register.get_breach_sheet(self.store, request, context)

    @rpc(contract.list_breaches)
    def list_breaches(self, request: contract.ListBreaches, context: Context) -> Page[contract.Breach]:
        return breach_register.list_breaches(self.store, request, context)

    @rpc(contract.list_breach_entries)
    def list_breach_entries(
        self, request: contract.ListBreachEntries, context: Context
    ) -> Page[contract.BreachEntry]:
        return breach_register.list_breach_entries(self.store, request, context)

    @rpc(contract.draft_retention_schedule)
    def draft_retention_schedule(
        self, request: contract.DraftRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.draft(self.store, request, context)

    @rpc(contract.redraft_retention_schedule)
    def redraft_retention_schedule(
        self, request: contract.RedraftRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.redraft(self.store, request, context)

    @rpc(contract.enact_retention_schedule)
    def enact_retention_schedule(
        self, request: contract.EnactRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.enact(self.store, request, context)

    @rpc(contract.get_retention_schedule)
    def get_retention_schedule(
        self, request: contract.GetRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.get(self.store, request, context)

    @rpc(contract.list_retention_schedules)
    def list_retention_schedules(
        self, request: contract.ListRetentionSchedules, context: Context
    ) -> Page[contract.RetentionSchedule]:
        return retention_schedules.list_schedules(self.store, request, context)

    @rpc(contract.make_retention_hold)
    def make_retention_hold(
        self, request: contract.MakeRetentionHold, context: Context
    ) -> contract.RetentionHold:
        return retention_schedules.make_hold(self.store, request, context)

    @rpc(contract.lift_retention_hold)
    def lift_retention_hold(
        self, request: contract.LiftRetentionHold, context: Context
    ) -> contract.RetentionHold:
        return retention_schedules.lift_hold(self.store, request, context)

    @rpc(contract.list_retention_holds)
    def list_retention_holds(
        self, request: contract.ListRetentionHolds, context: Context
    ) -> Page[contract.RetentionHold]:
        return retention_schedules.list_holds(self.store, request, context)

    @rpc(contract.propose_retention_run)
    def propose_retention_run(
        self, request: contract.ProposeRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.propose(self.store, request, context)

    @rpc(contract.approve_retention_run)
    def approve_retention_run(
        self, request: contract.ApproveRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.approve(self.store, request, context)

    @rpc(contract.reject_retention_run)
    def reject_retention_run(
        self, request: contract.RejectRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.reject(self.store, request, context)

    @rpc(contract.get_retention_run)
    def get_retention_run(self, request: contract.GetRetentionRun, context: Context) -> contract.RetentionRun:
        return retention_runs.get(self.store, request, context)

    @rpc(contract.list_retention_runs)
    def list_retention_runs(
        self, request: contract.ListRetentionRuns, context: Context
    ) -> Page[contract.RetentionRun]:
        return retention_runs.list_runs(self.store, request, context)

    @timer_handler(retention_runs.RUN, lease_s=WORK_LEASE_S, concurrency=1, background=True)
    def on_retention_run(self, timer: Timer, context: Context) -> None:
        retention_runs.carry_out(self.store, self.rpc_client, timer.key, context)

    @timer_handler(breach_register.REMIND)
    def on_breach_deadline(self, timer: Timer, context: Context) -> None:
        breach_timers.remind(self.store, timer, context)

    @timer_handler(breach_register.MAKE_SHEET)
    def on_breach_sheet(self, timer: Timer, context: Context) -> None:
        breach_timers.make_sheet(self.store, self.rpc_client, timer, context)

    @timer_handler(data_requests.PERSON_WORK, lease_s=WORK_LEASE_S, concurrency=2, background=True)
    def on_person_work(self, timer: Timer, context: Context) -> None:
        person_work.run(self.store, self.rpc_client, timer.key, context)

    @timer_handler(restriction.FOLLOW)
    def on_restriction(self, timer: Timer, context: Context) -> None:
        restriction.follow(self.store, self.rpc_client, timer.key, context)

    @timer_handler(data_requests.REMIND)
    def on_data_request_deadline(self, timer: Timer, context: Context) -> None:
        deadlines.remind(self.store, timer, context)

    @timer_handler(machine_notices.NOTICES, concurrency=1, background=True)
    def on_machine_secret_notices(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        machine_notices.notify_daily(self.store, context)

    @event_handler(topology.ACCOUNTS_AGENCIES)
    def on_agency_end(self, event: AnyEvent, context: Context) -> None:
        agency_ends.on_agency_end(self.store, event, context)

    @timer_handler(agency_ends.AGENCY_END)
    def on_agency_end_day(self, timer: Timer, context: Context) -> None:
        agency_ends.end_agency(self.store, timer, context)

    @event_handler(topology.ACCOUNTS_ARCHIVES)
    def on_archive(self, event: AnyEvent, context: Context) -> None:
        person_work.on_archive(self.store, event, context)
