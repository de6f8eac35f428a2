/// The release that `--version` names.
package enum Version {
  /// The version number, as tagged.
  package static let number = "0.1.0"
}
