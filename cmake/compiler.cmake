# g++ before 14 miscompiles co_await on a call with a braced argument: a bad free, not an error.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  message(
    FATAL_ERROR
      "Perihelion: g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines. Use clang++-19 "
      "(-DCMAKE_CXX_COMPILER=clang++-19) or g++ 14 and later.")
endif()
