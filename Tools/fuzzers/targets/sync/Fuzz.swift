import DermaFuzzing
import DermaFuzzingWorlds

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { FuzzTarget.sync.run(bytes, count) }
