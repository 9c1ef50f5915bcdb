"""Other agencies, as the catalogue knows them."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import GetAgency
from contracts.dossiers import RequestConsultation
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.laws import SERVICE
from dossiers.domain.model.refusals import invalid_field


def with_known_agency(
    client: RpcClient, request: RequestConsultation, context: Context
) -> RequestConsultation:
    """The agency under the code that its officers carry. Raises INVALID_REQUEST for one that is not there."""
    try:
        wanted = GetAgency(code=request.agency_code)
        agency = client.call(catalog.get_agency, wanted, context.as_service(SERVICE))
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        raise invalid_field("/agency_code", "unknown", "There is no such agency.") from error
    return request.model_copy(update={"agency_code": agency.code})
