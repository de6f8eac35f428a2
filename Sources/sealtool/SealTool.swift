internal import SealedCommandLine

/// The tool for keys and sealed messages.
@main
struct SealTool {
  static func main() { CommandLineTool(.sealtool).main() }
}
