"""Methods of the accounts service: every RPC that it offers."""

from contracts.accounts.account import (
    Account,
    CreateAdministrator,
    CreateSystem,
    GetAccount,
    LockAccount,
    RegisterCitizen,
    UnlockAccount,
    UpdateProfile,
)
from contracts.accounts.breaches import (
    AmendBreach,
    Breach,
    BreachEntry,
    BreachSheet,
    CloseBreach,
    GetBreach,
    GetBreachSheet,
    ListBreachEntries,
    ListBreaches,
    MakeBreachSheet,
    NoteBreachNotice,
    RecordBreach,
    TellAffectedPersons,
)
from contracts.accounts.contacts import (
    Contact,
    Contacts,
    DirectLetters,
    FindHolder,
    GetContact,
    GetContacts,
    GetDirectLetters,
    ProveEmail,
    ProvePhone,
    SendEmailCode,
    SendEmailCodes,
    SendPhoneCode,
    SentCode,
)
from contracts.accounts.eid import (
    EidAuthorization,
    EidLogIn,
    EidLogOut,
    EidLogOutAddress,
    EidProviders,
    LinkedIdentities,
    LinkedIdentity,
    LinkIdentity,
    ListEidProviders,
    ListIdentities,
    ReceiveLogoutToken,
    StartEid,
    UnlinkIdentity,
)
from contracts.accounts.identity import DeskCode, IssueDeskCode, NumberProof, ProveNumber
from contracts.accounts.machine_clients import (
    ChangeMachineClient,
    CreateMachineClient,
    DisableMachineClient,
    EnableMachineClient,
    GetMachineClient,
    GrantMachineToken,
    InspectedToken,
    InspectMachineToken,
    IssuedMachineSecret,
    IssueMachineSecret,
    ListMachineClients,
    MachineClient,
    MachineToken,
    RevokeMachineSecret,
    RevokeMachineToken,
)
from contracts.accounts.officers import (
    ChangeOfficer,
    CreateOfficer,
    DeskOfficer,
    FindOfficers,
    GetOfficer,
    IssueSetupCode,
    ListDeskOfficers,
    ListOfficers,
    OfficerIds,
    SetupCode,
)
from contracts.accounts.passwords import (
    ChangeOwnPassword,
    PasswordReset,
    ReplaceFirstPassword,
    RequestPasswordReset,
    ResetPassword,
)
from contracts.accounts.personal_data import (
    AcceptDataRequest,
    CompleteDataRequest,
    ConsentEntry,
    DataPurposes,
    DataRequest,
    ExtendDataRequest,
    GetDataRequest,
    GiveConsent,
    ListConsents,
    ListDataRequestQueue,
    ListDataRequests,
    ListPurposes,
    MakeDataRequest,
    RefuseDataRequest,
    WithdrawConsent,
)
from contracts.accounts.representation import (
    ActFor,
    AskRepresentation,
    CheckedRepresentation,
    CheckRepresentation,
    ClaimOrganisation,
    ConfirmRepresentation,
    EndRepresentation,
    ListRepresentations,
    RefuseRepresentation,
    Representation,
    RepresentationToken,
)
from contracts.accounts.retention import (
    ApproveRetentionRun,
    DraftRetentionSchedule,
    EnactRetentionSchedule,
    GetRetentionRun,
    GetRetentionSchedule,
    HeldRecords,
    LiftRetentionHold,
    ListHeldRecords,
    ListRetentionHolds,
    ListRetentionRuns,
    ListRetentionSchedules,
    MakeRetentionHold,
    ProposeRetentionRun,
    RedraftRetentionSchedule,
    RejectRetentionRun,
    RetentionHold,
    RetentionRun,
    RetentionSchedule,
)
from contracts.accounts.second_factors import (
    AddedSecondFactor,
    AddSecondFactor,
    BeginEidLogIn,
    BeginLogIn,
    ChallengeOwnFactor,
    EnrolAtLogIn,
    FactorChallenge,
    FinishedLogIn,
    FinishLogIn,
    ListSecondFactors,
    LogInEnrolment,
    LogInStep,
    MakeRecoveryCodes,
    RecoveryCodes,
    RemoveSecondFactor,
    ResetAdministratorFactors,
    ResetSecondFactors,
    SecondFactors,
    ShownFactor,
    ShowOwnFactor,
    StartTotp,
    StartWebauthn,
    TotpEnrolment,
    WebauthnEnrolment,
)
from contracts.accounts.sessions import (
    EndSession,
    EndSessions,
    GetJwks,
    GetRevocations,
    Jwks,
    ListSessions,
    LogIn,
    LogOut,
    NameSession,
    OpenSystemSession,
    RefreshTokens,
    Revocations,
    Session,
    SystemSession,
    TokenPair,
)
from contracts.accounts.token_keys import ListTokenKeys, RotateTokenKeys, TokenKeys
from contracts.base import Empty, Method, Page, methods_of

SERVICE = "accounts"
register_citizen = Method(SERVICE, "register_citizen", RegisterCitizen, Account)
create_officer = Method(SERVICE, "create_officer", CreateOfficer, Account)
create_administrator = Method(SERVICE, "create_administrator", CreateAdministrator, Account)
update_profile = Method(SERVICE, "update_profile", UpdateProfile, Account)
log_in = Method(SERVICE, "log_in", LogIn, TokenPair)
refresh = Method(SERVICE, "refresh", RefreshTokens, TokenPair)
log_out = Method(SERVICE, "log_out", LogOut, Empty)
get_jwks = Method(SERVICE, "get_jwks", GetJwks, Jwks)
list_token_keys = Method(SERVICE, "list_token_keys", ListTokenKeys, TokenKeys)
rotate_token_keys = Method(SERVICE, "rotate_token_keys", RotateTokenKeys, TokenKeys)
get_account = Method(SERVICE, "get_account", GetAccount, Account)
list_officers = Method(SERVICE, "list_officers", ListOfficers, Page[Account])
get_contact = Method(SERVICE, "get_contact", GetContact, Contact)
get_contacts = Method(SERVICE, "get_contacts", GetContacts, Contacts)
create_system = Method(SERVICE, "create_system", CreateSystem, Account)
open_system_session = Method(SERVICE, "open_system_session", OpenSystemSession, SystemSession)
find_officers = Method(SERVICE, "find_officers", FindOfficers, OfficerIds)
issue_desk_code = Method(SERVICE, "issue_desk_code", IssueDeskCode, DeskCode)
prove_number = Method(SERVICE, "prove_number", ProveNumber, NumberProof)
list_sessions = Method(SERVICE, "list_sessions", ListSessions, Page[Session])
name_session = Method(SERVICE, "name_session", NameSession, Session)
end_session = Method(SERVICE, "end_session", EndSession, Empty)
end_sessions = Method(SERVICE, "end_sessions", EndSessions, Empty)
get_revocations = Method(SERVICE, "get_revocations", GetRevocations, Revocations)
lock_account = Method(SERVICE, "lock_account", LockAccount, Account)
unlock_account = Method(SERVICE, "unlock_account", UnlockAccount, Account)
list_desk_officers = Method(SERVICE, "list_desk_officers", ListDeskOfficers, Page[DeskOfficer])
get_officer = Method(SERVICE, "get_officer", GetOfficer, Account)
change_officer = Method(SERVICE, "change_officer", ChangeOfficer, Account)
issue_setup_code = Method(SERVICE, "issue_setup_code", IssueSetupCode, SetupCode)
replace_first_password = Method(SERVICE, "replace_first_password", ReplaceFirstPassword, Empty)
list_eid_providers = Method(SERVICE, "list_eid_providers", ListEidProviders, EidProviders)
start_eid = Method(SERVICE, "start_eid", StartEid, EidAuthorization)
log_in_by_eid = Method(SERVICE, "log_in_by_eid", EidLogIn, TokenPair)
link_identity = Method(SERVICE, "link_identity", LinkIdentity, LinkedIdentity)
list_identities = Method(SERVICE, "list_identities", ListIdentities, LinkedIdentities)
unlink_identity = Method(SERVICE, "unlink_identity", UnlinkIdentity, Empty)
log_out_of_eid = Method(SERVICE, "log_out_of_eid", EidLogOut, EidLogOutAddress)
receive_logout_token = Method(SERVICE, "receive_logout_token", ReceiveLogoutToken, Empty)
change_own_password = Method(SERVICE, "change_own_password", ChangeOwnPassword, Empty)
request_password_reset = Method(SERVICE, "request_password_reset", RequestPasswordReset, PasswordReset)
reset_password = Method(SERVICE, "reset_password", ResetPassword, Empty)
send_email_code = Method(SERVICE, "send_email_code", SendEmailCode, SentCode)
prove_email = Method(SERVICE, "prove_email", ProveEmail, Account)
send_phone_code = Method(SERVICE, "send_phone_code", SendPhoneCode, SentCode)
prove_phone = Method(SERVICE, "prove_phone", ProvePhone, Account)
send_email_codes = Method(SERVICE, "send_email_codes", SendEmailCodes, Empty)
get_direct_letters = Method(SERVICE, "get_direct_letters", GetDirectLetters, DirectLetters)
list_purposes = Method(SERVICE, "list_purposes", ListPurposes, DataPurposes)
give_consent = Method(SERVICE, "give_consent", GiveConsent, ConsentEntry)
withdraw_consent = Method(SERVICE, "withdraw_consent", WithdrawConsent, ConsentEntry)
list_consents = Method(SERVICE, "list_consents", ListConsents, Page[ConsentEntry])
make_data_request = Method(SERVICE, "make_data_request", MakeDataRequest, DataRequest)
get_data_request = Method(SERVICE, "get_data_request", GetDataRequest, DataRequest)
list_data_requests = Method(SERVICE, "list_data_requests", ListDataRequests, Page[DataRequest])
list_data_request_queue = Method(SERVICE, "list_data_request_queue", ListDataRequestQueue, Page[DataRequest])
accept_data_request = Method(SERVICE, "accept_data_request", AcceptDataRequest, DataRequest)
refuse_data_request = Method(SERVICE, "refuse_data_request", RefuseDataRequest, DataRequest)
extend_data_request = Method(SERVICE, "extend_data_request", ExtendDataRequest, DataRequest)
complete_data_request = Method(SERVICE, "complete_data_request", CompleteDataRequest, DataRequest)
record_breach = Method(SERVICE, "record_breach", RecordBreach, Breach)
amend_breach = Method(SERVICE, "amend_breach", AmendBreach, Breach)
note_breach_notice = Method(SERVICE, "note_breach_notice", NoteBreachNotice, Breach)
tell_affected_persons = Method(SERVICE, "tell_affected_persons", TellAffectedPersons, Breach)
make_breach_sheet = Method(SERVICE, "make_breach_sheet", MakeBreachSheet, Breach)
close_breach = Method(SERVICE, "close_breach", CloseBreach, Breach)
get_breach = Method(SERVICE, "get_breach", GetBreach, Breach)
get_breach_sheet = Method(SERVICE, "get_breach_sheet", GetBreachSheet, BreachSheet)
list_breaches = Method(SERVICE, "list_breaches", ListBreaches, Page[Breach])
list_breach_entries = Method(SERVICE, "list_breach_entries", ListBreachEntries, Page[BreachEntry])
draft_retention_schedule = Method(
    SERVICE, "draft_retention_schedule", DraftRetentionSchedule, RetentionSchedule
)
redraft_retention_schedule = Method(
    SERVICE, "redraft_retention_schedule", RedraftRetentionSchedule, RetentionSchedule
)
enact_retention_schedule = Method(
    SERVICE, "enact_retention_schedule", EnactRetentionSchedule, RetentionSchedule
)
get_retention_schedule = Method(SERVICE, "get_retention_schedule", GetRetentionSchedule, RetentionSchedule)
list_retention_schedules = Method(
    SERVICE, "list_retention_schedules", ListRetentionSchedules, Page[RetentionSchedule]
)
make_retention_hold = Method(SERVICE, "make_retention_hold", MakeRetentionHold, RetentionHold)
lift_retention_hold = Method(SERVICE, "lift_retention_hold", LiftRetentionHold, RetentionHold)
list_held_records = Method(SERVICE, "list_held_records", ListHeldRecords, HeldRecords)
list_retention_holds = Method(SERVICE, "list_retention_holds", ListRetentionHolds, Page[RetentionHold])
propose_retention_run = Method(SERVICE, "propose_retention_run", ProposeRetentionRun, RetentionRun)
approve_retention_run = Method(SERVICE, "approve_retention_run", ApproveRetentionRun, RetentionRun)
reject_retention_run = Method(SERVICE, "reject_retention_run", RejectRetentionRun, RetentionRun)
get_retention_run = Method(SERVICE, "get_retention_run", GetRetentionRun, RetentionRun)
list_retention_runs = Method(SERVICE, "list_retention_runs", ListRetentionRuns, Page[RetentionRun])
create_machine_client = Method(SERVICE, "create_machine_client", CreateMachineClient, MachineClient)
change_machine_client = Method(SERVICE, "change_machine_client", ChangeMachineClient, MachineClient)
get_machine_client = Method(SERVICE, "get_machine_client", GetMachineClient, MachineClient)
list_machine_clients = Method(SERVICE, "list_machine_clients", ListMachineClients, Page[MachineClient])
disable_machine_client = Method(SERVICE, "disable_machine_client", DisableMachineClient, MachineClient)
enable_machine_client = Method(SERVICE, "enable_machine_client", EnableMachineClient, MachineClient)
issue_machine_secret = Method(SERVICE, "issue_machine_secret", IssueMachineSecret, IssuedMachineSecret)
revoke_machine_secret = Method(SERVICE, "revoke_machine_secret", RevokeMachineSecret, Empty)
grant_machine_token = Method(SERVICE, "grant_machine_token", GrantMachineToken, MachineToken)
revoke_machine_token = Method(SERVICE, "revoke_machine_token", RevokeMachineToken, Empty)
inspect_machine_token = Method(SERVICE, "inspect_machine_token", InspectMachineToken, InspectedToken)
claim_organisation = Method(SERVICE, "claim_organisation", ClaimOrganisation, Representation)
ask_representation = Method(SERVICE, "ask_representation", AskRepresentation, Representation)
confirm_representation = Method(SERVICE, "confirm_representation", ConfirmRepresentation, Representation)
refuse_representation = Method(SERVICE, "refuse_representation", RefuseRepresentation, Representation)
end_representation = Method(SERVICE, "end_representation", EndRepresentation, Representation)
check_representation = Method(SERVICE, "check_representation", CheckRepresentation, CheckedRepresentation)
list_representations = Method(SERVICE, "list_representations", ListRepresentations, Page[Representation])
find_holder = Method(SERVICE, "find_holder", FindHolder, Contact)
act_for = Method(SERVICE, "act_for", ActFor, RepresentationToken)
begin_log_in = Method(SERVICE, "begin_log_in", BeginLogIn, LogInStep)
begin_eid_log_in = Method(SERVICE, "begin_eid_log_in", BeginEidLogIn, LogInStep)
enrol_at_log_in = Method(SERVICE, "enrol_at_log_in", EnrolAtLogIn, LogInEnrolment)
finish_log_in = Method(SERVICE, "finish_log_in", FinishLogIn, FinishedLogIn)
list_second_factors = Method(SERVICE, "list_second_factors", ListSecondFactors, SecondFactors)
start_totp = Method(SERVICE, "start_totp", StartTotp, TotpEnrolment)
start_webauthn = Method(SERVICE, "start_webauthn", StartWebauthn, WebauthnEnrolment)
add_second_factor = Method(SERVICE, "add_second_factor", AddSecondFactor, AddedSecondFactor)
remove_second_factor = Method(SERVICE, "remove_second_factor", RemoveSecondFactor, Empty)
make_recovery_codes = Method(SERVICE, "make_recovery_codes", MakeRecoveryCodes, RecoveryCodes)
challenge_own_factor = Method(SERVICE, "challenge_own_factor", ChallengeOwnFactor, FactorChallenge)
show_own_factor = Method(SERVICE, "show_own_factor", ShowOwnFactor, ShownFactor)
reset_administrator_factors = Method(
    SERVICE, "reset_administrator_factors", ResetAdministratorFactors, Account
)
reset_second_factors = Method(SERVICE, "reset_second_factors", ResetSecondFactors, Account)


METHODS = methods_of(__name__)
