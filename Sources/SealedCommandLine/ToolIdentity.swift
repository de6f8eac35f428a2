/// What a tool says about itself in its help and its man page.
package struct ToolIdentity: Sendable {
  /// The name as typed.
  package let name: String

  /// What it is for: one sentence for the help, without the full stop.
  package let purpose: String

  /// What it is for: a few words, in lower case, behind its name on the man page.
  package let brief: String

  /// The day of the last change to the commands, in the form the man page wants.
  package let changed: String

  /// What the man page says behind the tool's name, in mdoc.
  package let description: String

  /// The last sections of the man page, in mdoc.
  package let notes: String

  /// Describes a tool.
  package init(
    name: String, purpose: String, brief: String, changed: String, description: String, notes: String
  ) {
    (self.name, self.purpose, self.brief) = (name, purpose, brief)
    (self.changed, self.description, self.notes) = (changed, description, notes)
  }
}
