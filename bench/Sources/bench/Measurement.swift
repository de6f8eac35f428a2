import AllocationCounter

/// One thing that is measured: how often it runs in a round, and how.
struct Case {
  let name: String
  let repetitions: Int
  let run: () -> Void
}

/// What a case took.
struct Figure {
  let name: String
  /// Median over the rounds, in microseconds per repetition.
  let median: Double
  let allocations: Double
}

/// Runs cases in turn, round after round, so that all meet the machine in the same moods; medians over the rounds.
func measure(_ cases: [Case], rounds: Int) -> [Figure] {
  var times = [[Double]](repeating: [], count: cases.count)
  var allocations = [Double](repeating: 0, count: cases.count)
  for one in cases { one.run() }
  for _ in 0..<rounds {
    for (index, one) in cases.enumerated() {
      let (before, clock) = (allocation_count(), ContinuousClock())
      let taken = clock.measure { for _ in 0..<one.repetitions { one.run() } }
      let microseconds = Double(taken.components.attoseconds) / 1e12 + Double(taken.components.seconds) * 1e6
      times[index].append(microseconds / Double(one.repetitions))
      allocations[index] = Double(allocation_count() - before) / Double(one.repetitions)
    }
  }
  return cases.indices.map {
    Figure(name: cases[$0].name, median: times[$0].sorted()[rounds / 2], allocations: allocations[$0])
  }
}
