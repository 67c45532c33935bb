/// What libFuzzer calls with each text it thinks of; scripts/fuzz builds it together with the sources of the language.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryFilter(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    FilterTrial.run(UnsafeBufferPointer(start: start, count: count))
    return 0
}
