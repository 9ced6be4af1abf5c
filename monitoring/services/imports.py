"""The importer of readings (小时数据): what deliveries asks of this app."""


class ReadingsImporter:
    kind = "readings"
    title = "监测数据"


READINGS = ReadingsImporter()
