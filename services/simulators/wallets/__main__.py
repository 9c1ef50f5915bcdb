"""`python -m simulators.wallets`"""

from simulators.server import serve
from simulators.wallets.app import WalletsSimulator
from simulators.wallets.settings import WalletsSettings

if __name__ == "__main__":
    serve("wallets", WalletsSettings, WalletsSimulator)
