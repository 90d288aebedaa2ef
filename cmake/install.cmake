# What `find_package(perihelion)` of another project finds after `cmake --install`.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/perihelion)
set(libraries perihelion)
if(PERIHELION_NATIVE)
  list(APPEND libraries perihelion_native)
endif()

install(TARGETS ${libraries} EXPORT perihelion)
install(DIRECTORY include/perihelion DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT perihelion FILE perihelion-targets.cmake NAMESPACE perihelion:: DESTINATION ${package})

configure_package_config_file(cmake/perihelion-config.cmake.in perihelion-config.cmake
                              INSTALL_DESTINATION ${package})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(perihelion-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_BINARY_DIR}/perihelion-config.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/perihelion-config-version.cmake cmake/compiler.cmake
        cmake/FindPCRE2.cmake
  DESTINATION ${package})
