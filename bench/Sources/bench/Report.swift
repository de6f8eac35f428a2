import SealedPayload

/// What was measured, as a table for people and as JSON for programs.
struct Report {
  private struct Row {
    let name: String
    let cipher: String
    let microseconds: Double
    let baseline: Double
    let ratio: Double
    let unit: String
    let goal: String
    let isMet: Bool
    let allocations: Double
  }

  private var rows: [Row] = []

  mutating func add(
    _ name: String, _ cipher: Cipher, _ figure: Figure, baseline: Double, unit: String, ratio: Double, goal: String,
    isMet: Bool
  ) {
    rows.append(
      Row(
        name: name, cipher: cipher.name, microseconds: figure.median, baseline: baseline, ratio: ratio, unit: unit,
        goal: goal, isMet: isMet, allocations: figure.allocations))
  }

  var table: String {
    let header = ["what", "cipher", "us", "baseline us", "ratio", "goal", "", "allocations"]
    let lines = rows.map { row in
      [
        row.name, row.cipher, rounded(row.microseconds, 1), rounded(row.baseline, 1),
        "\(rounded(row.ratio, 3)) \(row.unit)", row.goal, row.isMet ? "met" : "missed", rounded(row.allocations, 1),
      ]
    }
    let widths = header.indices.map { column in ([header] + lines).map { $0[column].count }.max() ?? 0 }
    return ([header] + lines).map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ") + "\n"
    }.joined()
  }

  var json: String {
    let objects = rows.map { row in
      "  {\"name\": \"\(row.name)\", \"cipher\": \"\(row.cipher)\", \"microseconds\": \(row.microseconds), "
        + "\"baseline_microseconds\": \(row.baseline), \"baseline\": \"\(row.unit)\", \"ratio\": \(row.ratio), "
        + "\"goal\": \"\(row.goal)\", \"met\": \(row.isMet), \"allocations\": \(row.allocations)}"
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  private func rounded(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
