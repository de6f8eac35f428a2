public import Foundation
public import SealedHTTP

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif
