/// The man page, in mdoc.
struct ManualPage {
  /// The commands there are.
  let table: CommandTable

  /// The page's source.
  var source: String {
    ([header] + synopsis + [description] + table.commands.map(section) + [footer]).joined(separator: "\n") + "\n"
  }

  private var header: String {
    """
    .Dd \(table.tool.changed)
    .Dt \(table.tool.name.uppercased()) 1
    .Os
    .Sh NAME
    .Nm \(table.tool.name)
    .Nd \(table.tool.brief)
    .Sh SYNOPSIS
    """
  }

  private var synopsis: [String] {
    table.commands.map { command in
      ([".Nm", ".Cm \(command.name)"] + Synopsis.parts(of: command).map(Self.mdoc)).joined(separator: "\n")
    } + [".Nm", ".Fl -version"]
  }

  private var description: String {
    """
    .Sh DESCRIPTION
    .Nm
    \(table.tool.description)
    .Sh COMMANDS
    """
  }

  private func section(_ command: CommandSpec) -> String {
    var lines = [".Ss \(command.name)", Self.text(command.summary + ".")]
    if !command.details.isEmpty { lines.append(Self.sentences(command.details)) }
    lines.append(".Bl -tag -width Ds")
    if let operand = command.operand {
      lines += [".It Ar \(operand.name)", Self.sentences(operand.help + ".")]
    }
    for option in command.allOptions {
      let short = option.short.map { "Fl \($0) , " } ?? ""
      let value = option.valueName.map { " Ar \($0)" } ?? ""
      lines += [".It \(short)Fl -\(option.name.word)\(value)", Self.sentences(option.help + ".")]
      if case .choice(let words) = option.kind { lines.append("One of \(words.joined(separator: ", ")).") }
      if option.isRequired { lines.append("Required.") }
    }
    lines.append(".El")
    return lines.joined(separator: "\n")
  }

  private var footer: String {
    let examples = table.commands.flatMap(\.examples).map(Self.text).joined(separator: "\n")
    return """
      .Sh EXIT STATUS
      0 if the command did what it was asked, 1 if it refused or failed, 2 if the command line was wrong.
      .Sh EXAMPLES
      .Bd -literal -offset indent
      \(examples)
      .Ed
      \(table.tool.notes)
      """
  }
}

extension ManualPage {
  private static func mdoc(_ part: Synopsis.Part) -> String {
    switch part {
    case .option(let option):
      let macro = option.isRequired ? "." : ".Op "
      return macro + flag(option) + (option.isRepeatable ? " ..." : "")
    case .oneOf(let options):
      return ".Op " + options.map(flag).joined(separator: " | ")
    case .operand(let operand):
      let text = Synopsis.placeholder(operand).split(separator: "|").joined(separator: " | Ar ")
      return (operand.isRequired ? "." : ".Op ") + "Ar " + text + (operand.most == nil ? " ..." : "")
    }
  }

  private static func flag(_ option: OptionSpec) -> String {
    let name = option.short.map(String.init) ?? "-\(option.name.word)"
    return "Fl \(name)" + (option.valueName.map { " Ar \($0)" } ?? "")
  }

  /// One line per sentence, as mdoc wants it.
  private static func sentences(_ paragraph: String) -> String {
    var lines = [""]
    for word in paragraph.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.hasSuffix(".") && !line.hasSuffix("...") {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] += (line.isEmpty ? "" : " ") + word
      }
    }
    return lines.map(text).joined(separator: "\n")
  }

  /// Escapes what roff would take for its own.
  private static func text(_ line: String) -> String {
    let escaped = line.map { $0 == "\\" ? "\\e" : String($0) }.joined()
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
