/// The numbers of freshness, in seconds (spec/sealed-payload.md, "Limits").
package enum FreshnessLimits {
  /// How old a timestamp may be.
  package static let past: UInt64 = 120
  /// How far in the future a timestamp may lie.
  package static let future: UInt64 = 10
  /// How much longer than the window an entry lives.
  package static let entryMargin: UInt64 = 65
  /// The largest backward step of the clock that a restart tolerates.
  package static let clockStep: UInt64 = 5
  /// How long a claim may take from the look at the clock to its outcome.
  package static let stall: UInt64 = 60
}
