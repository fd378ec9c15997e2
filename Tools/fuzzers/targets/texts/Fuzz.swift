import DermaFuzzing
import DermaFuzzingContent

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { FuzzTarget.texts.run(bytes, count) }
