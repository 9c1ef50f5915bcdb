"""A VNPAY of our own: it checks, asks, signs and calls back as the real one does, and misbehaves on request.

Written from VNPAY's documents alone, so that it can find a fault in the service that talks to it.
"""
