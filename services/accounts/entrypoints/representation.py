"""Acts of representation, organisations, and the tokens of who acts for another."""

from accounts.application.representation import acts, organisations
from accounts.application.representation import tokens as representation_tokens
from accounts.clients.identity_providers import IdentityProviders
from accounts.entrypoints.token_issuer import TokenIssuer
from chassis.runtime.service import (
    Context,
    rpc,
)
from contracts import accounts as contract
from contracts.base import Page


class RepresentationEntrypoints(TokenIssuer):
    """Needs the dependencies that it names."""

    identity_providers: IdentityProviders

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
