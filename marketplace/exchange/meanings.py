"""What the official terms mean, in the words of somebody who has never bought software; forms show them beside."""

from marketplace.exchange.labels import Deployment, Payment, ProviderKindName

PAYMENT_MEANINGS: dict[Payment, str] = {
    Payment.ONE_OFF: "买断，以后只付维护",
    Payment.BY_USE: "按年、按台数或按人数付",
    Payment.BY_RESULT: "见了效果才付，例如省下电费的两成",
}
DEPLOYMENT_MEANINGS: dict[Deployment, str] = {
    Deployment.SAAS: "放在云上，按年用，厂里不装服务器",
    Deployment.LOCAL: "装在厂里自己的机器上",
    Deployment.MIXED: "一部分在云上，一部分在厂里",
    Deployment.EDGE: "装在设备旁边的盒子里，断网也能用",
}
PROVIDER_KIND_NAME_MEANINGS: dict[ProviderKindName, str] = {
    ProviderKindName.GENERAL_CONTRACTOR: "一家负责到底，缺的由它找伙伴补上",
    ProviderKindName.SAAS: "做自己那几个模块，按年用，上线快",
    ProviderKindName.PLATFORM_OPERATOR: "管一个行业的平台，接上设备和上下游",
}
