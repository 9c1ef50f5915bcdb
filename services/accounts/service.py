"""The accounts service: what it depends on and what it offers."""

from accounts.application import profiles, registration, system_sessions
from accounts.application.sessions import Sessions
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.signing_keys import SigningKeys
from accounts.repository import create_indexes
from accounts.settings import AccountsSettings
from chassis.runtime.service import Context, Mongo, ProcessScoped, Service, SettingsDependency, rpc
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    Contact,
    CreateAdministrator,
    CreateOfficer,
    CreateSystem,
    FindOfficers,
    GetAccount,
    GetContact,
    GetJwks,
    Jwks,
    ListOfficers,
    LogIn,
    LogOut,
    OfficerIds,
    OpenSystemSession,
    RefreshTokens,
    RegisterCitizen,
    SystemSession,
    TokenPair,
    UpdateProfile,
)
from contracts.base import Empty, Page


class AccountsService(Service):
    name = "accounts"

    settings = SettingsDependency(AccountsSettings)
    store = Mongo(indexes=create_indexes)
    access_tokens = ProcessScoped(
        AccountsSettings, lambda settings: AccessTokens(SigningKeys.from_pem(settings.signing_key))
    )

    @rpc(contract.register_citizen)
    def register_citizen(self, request: RegisterCitizen, context: Context) -> Account:
        return registration.register_citizen(self.store, request, context)

    @rpc(contract.create_officer)
    def create_officer(self, request: CreateOfficer, context: Context) -> Account:
        return registration.create_officer(self.store, request, context)

    @rpc(contract.create_administrator)
    def create_administrator(self, request: CreateAdministrator, context: Context) -> Account:
        return registration.create_administrator(self.store, request, context)

    @rpc(contract.create_system)
    def create_system(self, request: CreateSystem, context: Context) -> Account:
        return registration.create_system(self.store, request, context)

    @rpc(contract.update_profile)
    def update_profile(self, request: UpdateProfile, context: Context) -> Account:
        return profiles.update_profile(self.store, request, context)

    @rpc(contract.get_account)
    def get_account(self, request: GetAccount, context: Context) -> Account:
        return profiles.get_account(self.store, request, context)

    @rpc(contract.list_officers)
    def list_officers(self, request: ListOfficers, context: Context) -> Page[Account]:
        return profiles.list_officers(self.store, request, context)

    @rpc(contract.get_contact)
    def get_contact(self, request: GetContact, context: Context) -> Contact:
        return profiles.get_contact(self.store, request, context)

    @rpc(contract.find_officers)
    def find_officers(self, request: FindOfficers, context: Context) -> OfficerIds:
        return profiles.find_officers(self.store, request, context)

    @rpc(contract.log_in)
    def log_in(self, request: LogIn, context: Context) -> TokenPair:
        return Sessions(self.store, self.access_tokens).log_in(request, context)

    @rpc(contract.open_system_session)
    def open_system_session(self, request: OpenSystemSession, context: Context) -> SystemSession:  # noqa: ARG002
        return system_sessions.open_system_session(
            self.store, self.access_tokens, self.settings.system_session_s, request
        )

    @rpc(contract.refresh)
    def refresh(self, request: RefreshTokens, context: Context) -> TokenPair:
        return Sessions(self.store, self.access_tokens).refresh(request, context)

    @rpc(contract.log_out)
    def log_out(self, request: LogOut, context: Context) -> Empty:
        return Sessions(self.store, self.access_tokens).log_out(request, context)

    @rpc(contract.get_jwks)
    def get_jwks(self, request: GetJwks, context: Context) -> Jwks:  # noqa: ARG002
        return self.access_tokens.jwks
