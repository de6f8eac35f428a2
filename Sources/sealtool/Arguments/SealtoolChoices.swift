internal import SealedCommandLine
internal import SealedVectors

/// What `keygen` can make.
enum KeyKind: String, WordChoice { case encryption, signing }

/// The cipher of a message; the first is the default.
enum SuiteChoice: String, WordChoice { case chacha20poly1305, aes256gcm }

/// The formats of test vectors; the first is the default.
extension VectorFormat: WordChoice {}
